namespace Daytona.Snapshots.Client.Oci;

/// <summary>Selects images that run on a platform, and remembers the others for the error.</summary>
/// <param name="wanted">The platform.</param>
/// <param name="source">The source of the images, as messages name it.</param>
internal sealed class PlatformSelection(ImagePlatform wanted, string source)
{
    private readonly List<ImagePlatform?> _others = [];

    /// <summary>Whether no image was refused.</summary>
    public bool IsEmpty => _others.Count == 0;

    /// <summary>How well an image fits the platform.</summary>
    /// <param name="actual">The image's platform; null if it does not say.</param>
    /// <returns>0 for an exact match, more for another; null if it can't run.</returns>
    public int? Distance(ImagePlatform? actual)
    {
        int? distance = actual is null ? null : wanted.DistanceTo(actual);
        if (distance is null) _others.Add(actual);
        return distance;
    }

    /// <summary>The error if no image was accepted.</summary>
    public LocalImageException NoMatch()
    {
        ImagePlatform?[] others = [.. _others.Where(static other => other?.Os != "unknown").Distinct()];
        string found = others.Length == 0
            ? "no platform"
            : string.Join(", ", others.Select(static other => other?.ToString() ?? "an unknown platform"));
        bool windows = others.Length > 0
            && Array.TrueForAll(others, static other => "windows".Equals(other?.Os, StringComparison.OrdinalIgnoreCase));
        return windows
            ? new LocalImageException(LocalImageFailure.WindowsImage, $"{source} is a Windows image ({found}). Sandboxes run {wanted}.")
            : new LocalImageException(
                LocalImageFailure.PlatformMismatch, $"{source} is for {found} and not for {wanted}. Build it with --platform {wanted}.");
    }
}
