namespace Daytona.Snapshots.Client.Oci;

/// <summary>A platform, as it is in an index and in an image's configuration.</summary>
internal class OciPlatform
{
    public string? Architecture { get; init; }

    public string? Os { get; init; }

    public string? Variant { get; init; }

    /// <summary>The platform, or null if it is not specified.</summary>
    public ImagePlatform? ToPlatform() =>
        string.IsNullOrEmpty(Os) || string.IsNullOrEmpty(Architecture)
            ? null
            : new ImagePlatform(Os!, Architecture!, string.IsNullOrEmpty(Variant) ? null : Variant);
}
