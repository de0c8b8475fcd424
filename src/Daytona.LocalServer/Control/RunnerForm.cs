namespace Daytona.Local.Control;

/// <summary>A runner of a region, as the control endpoint takes it.</summary>
internal sealed record RunnerForm
{
    public string SandboxClass { get; init; } = "container";

    public string? GpuType { get; init; }
}
