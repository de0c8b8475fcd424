using System.Text.Json;

namespace Daytona.Local;

/// <summary>A sandbox to be captured, as the control endpoint takes it.</summary>
internal sealed record SandboxForm
{
    public required string Name { get; init; }

    /// <summary>The state; <c>started</c> and <c>stopped</c> ones can be captured.</summary>
    public string State { get; init; } = "stopped";

    public string SandboxClass { get; init; } = "container";

    public int Cpu { get; init; } = 1;

    /// <summary>Memory in GiB.</summary>
    public int Memory { get; init; } = 1;

    /// <summary>Disk in GiB.</summary>
    public int Disk { get; init; } = 3;

    public void AddTo(LocalServer server, Utf8JsonWriter answer)
    {
        LocalSandbox sandbox = server.AddSandbox(Name, it =>
        {
            (it.State, it.SandboxClass) = (State, SandboxClass);
            (it.Cpu, it.Memory, it.Disk) = (Cpu, Memory, Disk);
        });
        answer.WriteString("id"u8, sandbox.Id);
    }
}
