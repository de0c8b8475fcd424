namespace Daytona.Local.Control;

/// <summary>A region with its runners for the control endpoint: a new one, or more runners of an existing one.</summary>
internal sealed record RegionForm
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary><c>shared</c>, <c>dedicated</c> or <c>custom</c>.</summary>
    public string Type { get; init; } = "shared";

    public bool EnforceQuotas { get; init; }

    public RunnerForm[] Runners { get; init; } = [];

    public void AddTo(LocalServer server)
    {
        LocalRegion region = server.Regions.FirstOrDefault(it => it.Id == Id)
            ?? new LocalRegion(Id, Name ?? Id, Type) { EnforceQuotas = EnforceQuotas };
        foreach (RunnerForm runner in Runners) region.Runners.Add(new LocalRunner(runner.SandboxClass, runner.GpuType));
        server.Regions.TryAdd(region, it => it.Id == Id);
    }
}
