using System.Text;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Reads an image of an OCI layout: a folder, or an archive of one.</summary>
/// <param name="files">The layout.</param>
/// <param name="name">The image's name in the layout; null if it holds one.</param>
/// <param name="platform">The platform to take.</param>
/// <param name="copy">The temporary copy, for layers that are compressed.</param>
internal sealed class OciLayoutReader(ImageFiles files, string? name, ImagePlatform platform, TemporaryCopy copy)
{
    /// <summary>The file by which a layout is recognized.</summary>
    public const string IndexFile = "index.json";

    /// <summary>The folder with the manifests, configurations and layers.</summary>
    public const string Blobs = "blobs/";

    private const int MaxNesting = 8;

    private static readonly string[] NameAnnotations = ["io.containerd.image.name", "org.opencontainers.image.ref.name"];

    private readonly PlatformSelection _selection = new(platform, files.Source);
    private string? _otherContent;

    /// <summary>Finds the image's parts. Only the manifest and the configuration are compared with their digests.</summary>
    /// <exception cref="LocalImageException">The image is damaged, missing, or for another platform.</exception>
    public FoundImage Read()
    {
        List<OciDescriptor> entries = files.ReadJson<OciDocument>(IndexFile).Manifests ?? [];
        List<OciDescriptor> named = name is null
            ? entries
            : entries.FindAll(entry => NamesOf(entry).Any(stored => ImageReference.Matches(name, stored)));
        if (named.Count == 0) throw files.NotFound(name, entries.Select(NameOf));

        // Of entries with one name, or without a name, the best for the platform counts. The same image under several names is one.
        FoundImage[] images = [.. named
            .Select(entry => (Name: NameOf(entry), Best: Best(Images(entry, nesting: 0))))
            .Where(static entry => entry.Best is not null)
            .GroupBy(static entry => entry.Name)
            .SelectMany(static same => same.Select(static entry => entry.Best!).Where(image => image.Distance == same.Min(static it => it.Best!.Distance)))
            .GroupBy(static image => image.Config.Digest)
            .Select(static same => same.First())];
        return images.Length switch
        {
            1 => images[0],
            0 when _otherContent is not null && _selection.IsEmpty => throw NotAnImage(_otherContent),
            0 => throw _selection.NoMatch(),
            _ => throw files.Ambiguous(named.Select(NameOf)),
        };
    }

    private static IEnumerable<string> NamesOf(OciDescriptor entry) =>
        NameAnnotations
            .Select(key => entry.Annotations?.TryGetValue(key, out string? stored) == true ? stored : null)
            .OfType<string>();

    private static string? NameOf(OciDescriptor entry) => NamesOf(entry).FirstOrDefault();

    // An index may list platforms that the layout does not contain: what is worse than an exact match is not read.
    private static FoundImage? Best(IEnumerable<FoundImage> images)
    {
        FoundImage? best = null;
        foreach (FoundImage image in images)
        {
            if (best is null || image.Distance < best.Distance) best = image;
            if (image.Distance == 0) break;
        }

        return best;
    }

    /// <summary>The images that a descriptor stands for, and that run on the platform.</summary>
    private IEnumerable<FoundImage> Images(OciDescriptor descriptor, int nesting)
    {
        // Buildx adds attestations as manifests of the platform unknown/unknown. An index may refer to platforms that the
        // layout does not contain.
        if (descriptor.Platform?.ToPlatform() is { } stated && _selection.Distance(stated) is null) return [];
        if (descriptor.MediaType is not (null or "" or MediaTypes.OciIndex or MediaTypes.DockerIndex or MediaTypes.OciManifest or MediaTypes.DockerManifest))
        {
            _otherContent ??= descriptor.MediaType;
            return [];
        }

        (_, byte[] json) = ReadVerified(descriptor, "manifest");
        OciDocument document = ImageJson.Parse<OciDocument>(json, files.Source, "manifest");
        if (document.Manifests is { } inner)
        {
            return nesting == MaxNesting
                ? throw files.Damaged("its indexes are nested too deeply")
                : inner
                    .OrderBy(it => it.Platform?.ToPlatform() is { } its ? platform.DistanceTo(its) ?? int.MaxValue : 0)
                    .SelectMany(it => Images(it, nesting + 1));
        }

        if (document.Config?.MediaType is not (MediaTypes.OciConfig or MediaTypes.DockerConfig) || document.Layers is not { } layers)
        {
            // For example, a signature next to the image.
            _otherContent ??= document.ArtifactType ?? document.Config?.MediaType ?? document.MediaType ?? "content without a media type";
            return [];
        }

        (ImageBlob configBlob, byte[] configJson) = ReadVerified(document.Config, "configuration");
        OciConfig config = ImageJson.Parse<OciConfig>(configJson, files.Source, "configuration");
        ImagePlatform? actual = config.ToPlatform() ?? descriptor.Platform?.ToPlatform();
        if (_selection.Distance(actual) is not { } distance) return [];

        string type = Valid(document.MediaType ?? descriptor.MediaType ?? MediaTypes.OciManifest);
        return [new FoundImage(
            actual!,
            distance,
            configBlob,
            [.. layers.Select(layer => files.KeepsLayout || MediaTypes.Gzipped(layer.MediaType) is null ? FoundLayer.Of(FindBlob(layer)) : Compressed(layer))],
            type,
            blobs => blobs.Any(static blob => blob.DiffId is not null) ? Rewrite(json, blobs) : json)];
    }

    private FoundLayer Compressed(OciDescriptor descriptor)
    {
        (Digest digest, FileRange file) = Find(descriptor);
        return FoundLayer.Compressed(file, digest, copy, actual => files.Damaged($"the content of {digest} has the digest {actual}"));
    }

    /// <summary>Puts compressed layers into a manifest, of which all else stays.</summary>
    private static byte[] Rewrite(byte[] manifest, IReadOnlyList<ImageBlob> blobs)
    {
        var document = JObject.Parse(Encoding.UTF8.GetString(manifest));
        for (int i = 0; i < blobs.Count; i++)
        {
            if (blobs[i].DiffId is null) continue;
            JToken layer = document["layers"]![i]!;
            layer["mediaType"] = MediaTypes.Gzipped((string?)layer["mediaType"]);
            layer["digest"] = blobs[i].Digest.ToString();
            layer["size"] = blobs[i].Content.Length;
        }

        return ImageJson.Write(document);
    }

    private (ImageBlob Blob, byte[] Json) ReadVerified(OciDescriptor descriptor, string part)
    {
        ImageBlob blob = FindBlob(descriptor);
        return files.ReadVerified(blob.Content, blob.Digest, part);
    }

    private ImageBlob FindBlob(OciDescriptor descriptor)
    {
        (Digest digest, FileRange file) = Find(descriptor);
        return file.Length == descriptor.Size
            ? new ImageBlob(digest, file)
            : throw files.Damaged($"{digest} has {file.Length} bytes instead of {descriptor.Size}");
    }

    private (Digest Digest, FileRange File) Find(OciDescriptor descriptor)
    {
        // It becomes a part of a path.
        Digest digest = files.ParseDigest(descriptor.Digest);
        if (descriptor.MediaType is { Length: > 0 } type && Valid(type).EndsWith("+encrypted", StringComparison.Ordinal))
        {
            throw files.Unsupported("has encrypted layers, which sandboxes can't read. Decrypt the image, such as with skopeo copy --decryption-key.");
        }

        return files.Find($"{Blobs}{digest.Algorithm}/{digest.Hex}") is { } file ? (digest, file)
            : descriptor.Urls is { Count: > 0 } urls
                ? throw files.Unsupported($"does not contain the layer {digest}, which is kept at {DisplayText.Clean(urls[0])}. Build the image from a base image that contains its layers.")
                : throw files.Damaged($"the content of {digest} is missing");
    }

    // A registry would refuse it, or HTTP could not send it.
    private string Valid(string mediaType) => MediaTypes.IsValid(mediaType)
        ? mediaType
        : throw files.Damaged($"'{DisplayText.Clean(mediaType)}' is not a media type");

    private LocalImageException NotAnImage(string mediaType) => mediaType == MediaTypes.BuildCache
        ? new(LocalImageFailure.NotAnImage, $"{files.Source} is a build cache of buildx ({mediaType}), which is not an image. Build with --output type=oci,dest=image.tar.")
        : new(LocalImageFailure.NotAnImage, $"{files.Source} contains {DisplayText.Clean(mediaType)}, which is not an image.");
}
