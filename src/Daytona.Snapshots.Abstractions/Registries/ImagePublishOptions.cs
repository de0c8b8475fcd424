namespace Daytona.Snapshots.Registries;

/// <summary>How a local image is pushed to a registry.</summary>
public sealed record ImagePublishOptions
{
    /// <summary>The repository below the registry's project, such as <c>app</c> or <c>team/app</c>, in lower case.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag.</summary>
    /// <value>The default is <c>latest</c>.</value>
    public string Tag { get; init; } = "latest";

    /// <summary>The region whose registry the image is pushed to; null for the organization's default.</summary>
    /// <value>The default is null.</value>
    public string? RegionId { get; init; }

    /// <summary>The platform that the image must be for. An image for several platforms is reduced to this one.</summary>
    /// <value>The default is <c>linux/amd64</c>.</value>
    public ImagePlatform Platform { get; init; } = ImagePlatform.LinuxAmd64;

    /// <summary>Repositories of the same project whose layers the registry may reuse, so that they need not be sent.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> MountFrom { get; init; } = [];

    /// <summary>The number of layers that are sent at the same time, from 1 to 16.</summary>
    /// <value>The default is 4.</value>
    public int Parallelism { get; init; } = 4;

    /// <summary>
    /// The largest number of bytes in one request, from 1 MiB. A registry that asks for larger chunks gets them.
    /// </summary>
    /// <value>The default is 64 MiB.</value>
    public long ChunkSize { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// The folder for the temporary copy that an image of an engine or a compressed archive needs, as large as the uncompressed
    /// image; null for the system's own.
    /// </summary>
    /// <value>The default is null.</value>
    public string? TemporaryFolder { get; init; }

    /// <summary>
    /// The time limit for everything before the upload that is not reading the image: access to the registry and its first
    /// response; null for the limits of each request.
    /// </summary>
    /// <value>The default is null.</value>
    public TimeSpan? StartTimeout { get; init; }

    /// <summary>Gets new credentials for the same registry when the registry no longer accepts the first; null to fail then.</summary>
    /// <value>The default is null.</value>
    public Func<CancellationToken, Task<RegistryPushAccess>>? RenewAccess { get; init; }
}
