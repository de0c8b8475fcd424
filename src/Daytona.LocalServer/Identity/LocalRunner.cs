namespace Daytona.Local.Identity;

/// <summary>A machine that pulls and builds.</summary>
/// <param name="sandboxClass">The class it runs.</param>
/// <param name="gpuType">The GPU it has, or null.</param>
public sealed class LocalRunner(string sandboxClass = "container", string? gpuType = null)
{
    /// <summary>The id.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Its address, as an error of the proxy quotes it.</summary>
    public string Address { get; init; } = "127.0.0.1:3986";

    /// <summary>Whether it responds. If not, logs are unavailable on both paths.</summary>
    public bool IsReachable { get; set; } = true;

    /// <summary>The class it runs.</summary>
    public string SandboxClass { get; } = sandboxClass;

    /// <summary>The GPU it has, or null.</summary>
    public string? GpuType { get; } = gpuType;
}
