namespace Daytona.Local.Control;

/// <summary>A runner of a region for the control endpoint.</summary>
internal sealed record RunnerForm
{
    public string SandboxClass { get; init; } = "container";

    public string? GpuType { get; init; }
}
