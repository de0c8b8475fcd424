using System.Text.Json;

namespace Daytona.Local.Control;

/// <summary>A sandbox for the control endpoint: a new one, or the new state of the one with that name.</summary>
internal sealed record SandboxForm
{
    public required string Name { get; init; }

    public string State { get; init; } = SandboxStates.Stopped;

    public string SandboxClass { get; init; } = "container";

    /// <summary>The name of its snapshot, or null.</summary>
    public string? Snapshot { get; init; }

    public Dictionary<string, string> Labels { get; init; } = [];

    public int Cpu { get; init; } = 1;

    /// <summary>Memory in GiB.</summary>
    public int Memory { get; init; } = 1;

    /// <summary>Disk in GiB.</summary>
    public int Disk { get; init; } = 3;

    public void AddTo(LocalServer server, Utf8JsonWriter response)
    {
        LocalSandbox? sandbox = server.Sandboxes.FirstOrDefault(it => it.Name == Name);
        if (sandbox is not null) server.Change(sandbox, it => it.State = State);
        sandbox ??= server.AddSandbox(Name, it =>
        {
            (it.State, it.SandboxClass, it.Snapshot, it.Labels) = (State, SandboxClass, Snapshot, Labels);
            (it.Cpu, it.Memory, it.Disk) = (Cpu, Memory, Disk);
        });
        response.WriteString("id"u8, sandbox.Id);
    }
}
