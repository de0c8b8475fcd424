namespace Daytona.Snapshots.Client.Oci;

/// <summary>How a local image is pushed to a registry.</summary>
internal sealed record ImagePublishOptions
{
    /// <summary>The repository below the registry's project, such as <c>app</c> or <c>team/app</c>, in lower case.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag.</summary>
    public required string Tag { get; init; }

    /// <summary>The platform that the image must be for. An image for several platforms is reduced to this one.</summary>
    public ImagePlatform Platform { get; init; } = ImagePlatform.LinuxAmd64;

    /// <summary>
    /// The time limit for everything before the upload that is not reading the image: opening it, access to the registry and its
    /// first response; null for the limits of each request.
    /// </summary>
    public TimeSpan? StartTimeout { get; init; }

    /// <summary>The largest number of bytes in one request. A registry that asks for larger chunks gets them.</summary>
    public long ChunkSize { get; init; } = 64L * 1024 * 1024;

    /// <summary>The folder for the temporary copy; null for the system's own.</summary>
    public string? TemporaryFolder { get; init; }
}
