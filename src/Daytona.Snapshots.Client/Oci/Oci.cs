using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>The media types of images, of the OCI image specification and of Docker's older one.</summary>
internal static class MediaTypes
{
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";
    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar";
    public const string DockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    public const string BuildCache = "application/vnd.buildkit.cacheconfig.v0";

    // RFC 6838.
    private static readonly Regex Shape = new(
        @"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\z", RegexOptions.CultureInvariant);

    /// <summary>Whether a text is a media type.</summary>
    public static bool IsValid(string text) => Shape.IsMatch(text);

    /// <summary>The type of a layer after compression by gzip; null if layers of this type can't be compressed.</summary>
    public static string? Gzipped(string? layerType) =>
        layerType?.EndsWith(".tar", StringComparison.Ordinal) != true ? null
        : layerType.StartsWith("application/vnd.docker.", StringComparison.Ordinal) ? layerType + ".gzip"
        : layerType + "+gzip";
}

/// <summary>A reference to content.</summary>
internal sealed class OciDescriptor
{
    public string? MediaType { get; init; }

    public string? Digest { get; init; }

    public long Size { get; init; }

    /// <summary>Addresses of content that is kept elsewhere.</summary>
    public List<string>? Urls { get; init; }

    public OciPlatform? Platform { get; init; }

    public Dictionary<string, string>? Annotations { get; init; }
}

/// <summary>An index or a manifest, which only their content distinguishes if a descriptor has no type. Written in this order.</summary>
internal sealed class OciDocument
{
    public int SchemaVersion { get; init; } = 2;

    public string? MediaType { get; init; }

    public string? ArtifactType { get; init; }

    public OciDescriptor? Config { get; init; }

    public List<OciDescriptor>? Layers { get; init; }

    public List<OciDescriptor>? Manifests { get; init; }
}

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

/// <summary>The relevant properties of an image's configuration.</summary>
internal sealed class OciConfig : OciPlatform
{
    public OciRootFs? Rootfs { get; init; }
}

/// <summary>The layers in an image's configuration.</summary>
internal sealed class OciRootFs
{
    /// <summary>The digests of the uncompressed layers.</summary>
    [JsonProperty("diff_ids")]
    public List<string>? DiffIds { get; init; }
}

/// <summary>An image in the <c>manifest.json</c> of an archive of <c>docker save</c>.</summary>
/// <param name="Config">The file with the configuration.</param>
/// <param name="RepoTags">The image's names with tags; null or empty if it has none.</param>
/// <param name="Layers">The files with the layers, the lowest first.</param>
internal sealed record DockerArchiveEntry(string? Config, List<string>? RepoTags, List<string>? Layers);
