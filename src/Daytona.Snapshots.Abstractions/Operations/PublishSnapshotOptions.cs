namespace Daytona.Snapshots.Operations;

/// <summary>How a snapshot is published from an image of this machine.</summary>
public sealed record PublishSnapshotOptions : SnapshotOperationOptions
{
    /// <summary>The platform that the image must be for.</summary>
    /// <value><c>linux/amd64</c> by default.</value>
    public ImagePlatform Platform { get; init; } = ImagePlatform.LinuxAmd64;

    /// <summary>Whether to wait until the snapshot is active.</summary>
    /// <value>True by default. Otherwise, the call ends when the service has accepted the request.</value>
    public bool Wait { get; init; } = true;

    /// <summary>Called as the image is read and sent, on an arbitrary thread and possibly concurrently.</summary>
    public Action<ImagePublishProgress>? OnProgress { get; init; }
}
