using System.Text;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Reads an image of an OCI layout: a folder, or an archive of one.</summary>
/// <param name="files">The layout.</param>
/// <param name="name">The image's name in the layout; null if it holds one.</param>
/// <param name="platform">The platform to take.</param>
/// <param name="copy">The temporary copy, if uncompressed layers are compressed; null to keep the image byte for byte.</param>
internal sealed class OciLayoutReader(ImageFiles files, string? name, ImagePlatform platform, TemporaryCopy? copy)
{
    /// <summary>The file by which a layout is recognized.</summary>
    public const string IndexFile = "index.json";

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
        if (named.Count == 0) throw files.NotFound(name, NamesOf(entries));

        // Of entries with one name, or without a name, the best for the platform counts. The same image under several names is one.
        FoundImage[] images = [.. named
            .Select(entry => (Name: NamesOf(entry).FirstOrDefault(), Best: Best(Images(entry, nesting: 0))))
            .Where(static entry => entry.Best is not null)
            .GroupBy(static entry => entry.Name)
            .SelectMany(static same => same.Where(entry => entry.Best!.Value.Distance == same.Min(static it => it.Best!.Value.Distance)))
            .GroupBy(static entry => entry.Best!.Value.Image.Config.Digest)
            .Select(static same => same.First().Best!.Value.Image)];
        return images.Length switch
        {
            1 => images[0],
            0 when _otherContent is not null && _selection.IsEmpty => throw NotAnImage(_otherContent),
            0 => throw _selection.NoMatch(),
            _ => throw files.Ambiguous(NamesOf(named)),
        };
    }

    private static IEnumerable<string> NamesOf(OciDescriptor entry) =>
        NameAnnotations
            .Select(key => entry.Annotations?.TryGetValue(key, out string? stored) == true ? stored : null)
            .OfType<string>();

    private static string NamesOf(IEnumerable<OciDescriptor> entries) =>
        string.Join(", ", entries.Select(entry => NamesOf(entry).FirstOrDefault() ?? "an unnamed image"));

    // An index may list platforms that the layout does not contain: what is worse than an exact match is not read.
    private static (int Distance, FoundImage Image)? Best(IEnumerable<(int Distance, FoundImage Image)> images)
    {
        (int Distance, FoundImage Image)? best = null;
        foreach ((int Distance, FoundImage Image) image in images)
        {
            if (best is null || image.Distance < best.Value.Distance) best = image;
            if (image.Distance == 0) break;
        }

        return best;
    }

    /// <summary>The images that a descriptor stands for, and how well they fit the platform.</summary>
    private IEnumerable<(int Distance, FoundImage Image)> Images(OciDescriptor descriptor, int nesting)
    {
        // Buildx adds attestations as manifests of the platform unknown/unknown. An index may refer to platforms that the
        // layout does not contain.
        if (descriptor.Platform?.ToPlatform() is { } stated && _selection.Distance(stated) is null) return [];
        if (descriptor.MediaType is not (null or "" or MediaTypes.OciIndex or MediaTypes.DockerIndex or MediaTypes.OciManifest or MediaTypes.DockerManifest))
        {
            _otherContent ??= descriptor.MediaType;
            return [];
        }

        byte[] json = ReadVerified(descriptor, "manifest");
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

        byte[] configJson = ReadVerified(document.Config, "configuration");
        OciConfig config = ImageJson.Parse<OciConfig>(configJson, files.Source, "configuration");
        ImagePlatform? actual = config.ToPlatform() ?? descriptor.Platform?.ToPlatform();
        if (_selection.Distance(actual) is not { } distance) return [];

        string type = Valid(document.MediaType ?? descriptor.MediaType ?? MediaTypes.OciManifest);
        bool[] compresses = [.. layers.Select(layer => copy is not null && MediaTypes.Gzipped(layer.MediaType) is not null)];
        FoundLayer[] found = [.. layers.Select((layer, i) => compresses[i] ? Compressed(layer) : FoundLayer.Of(FindBlob(layer)))];
        return [(distance, new FoundImage(
            actual!,
            FindBlob(document.Config),
            found,
            blobs => (compresses.Contains(true) ? Rewrite(json, blobs, compresses) : json, type)))];
    }

    private FoundLayer Compressed(OciDescriptor descriptor)
    {
        Digest digest = ParseDigest(descriptor);
        return FoundLayer.Compressed(
            Find(descriptor, digest), digest, copy!, actual => files.Damaged($"the content of {digest} has the digest {actual}"));
    }

    /// <summary>Puts compressed layers into a manifest, of which all else stays.</summary>
    private static byte[] Rewrite(byte[] manifest, IReadOnlyList<ImageBlob> blobs, bool[] compresses)
    {
        var document = JObject.Parse(Encoding.UTF8.GetString(manifest));
        for (int i = 0; i < blobs.Count; i++)
        {
            if (!compresses[i]) continue;
            JToken layer = document["layers"]![i]!;
            layer["mediaType"] = MediaTypes.Gzipped((string?)layer["mediaType"]);
            layer["digest"] = blobs[i].Digest.ToString();
            layer["size"] = blobs[i].Content.Length;
        }

        return ImageJson.Write(document);
    }

    private byte[] ReadVerified(OciDescriptor descriptor, string part)
    {
        ImageBlob blob = FindBlob(descriptor);
        byte[] bytes = ImageJson.ReadBytes(blob.Content, files.Source, part);
        return DigestBuilder.Compute(bytes, blob.Digest.Algorithm) == blob.Digest ? bytes : throw files.Damaged($"its {part} does not match its digest");
    }

    private ImageBlob FindBlob(OciDescriptor descriptor)
    {
        Digest digest = ParseDigest(descriptor);
        FileRange content = Find(descriptor, digest).Content;
        return content.Length == descriptor.Size
            ? new ImageBlob(digest, content)
            : throw files.Damaged($"{digest} has {content.Length} bytes instead of {descriptor.Size}");
    }

    // The digest becomes a part of a path.
    private Digest ParseDigest(OciDescriptor descriptor) => Digest.TryParse(descriptor.Digest, out Digest digest)
        ? digest
        : throw files.Damaged($"'{DisplayText.Clean(descriptor.Digest)}' is not a SHA-256 or SHA-512 digest");

    private ImageFile Find(OciDescriptor descriptor, Digest digest)
    {
        if (descriptor.MediaType is { Length: > 0 } type && Valid(type).EndsWith("+encrypted", StringComparison.Ordinal))
        {
            throw files.Unsupported("has encrypted layers, which sandboxes can't read. Decrypt the image, such as with skopeo copy --decryption-key.");
        }

        return files.Find($"blobs/{digest.Algorithm}/{digest.Hex}") is { } file ? file
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
