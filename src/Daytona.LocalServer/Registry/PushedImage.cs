namespace Daytona.Local.Registry;

/// <summary>An image that was pushed to the registry, as a runner would pull it.</summary>
/// <param name="Manifest">The manifest for the runner's platform.</param>
internal sealed record PushedImage(ImageManifest Manifest)
{
    /// <summary>The size of its layers in GB.</summary>
    public double SizeInGigabytes => Math.Round(Manifest.LayerBytes / 1e9, 4);
}
