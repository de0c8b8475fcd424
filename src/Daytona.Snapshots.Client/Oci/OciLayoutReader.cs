namespace Daytona.Snapshots.Client.Oci;

/// <summary>Reads an image of an OCI layout: a folder, or an archive of one.</summary>
/// <param name="files">The layout.</param>
/// <param name="name">The image's name in the layout; null if it holds one.</param>
/// <param name="platform">The platform to take.</param>
internal sealed class OciLayoutReader(IImageFiles files, string? name, ImagePlatform platform)
{
    /// <summary>The file by which a layout is recognized.</summary>
    public const string IndexFile = "index.json";

    private const int MaxNesting = 8;

    private static readonly string[] NameAnnotations = ["io.containerd.image.name", "org.opencontainers.image.ref.name"];

    private string? _otherContent;

    /// <summary>Finds the image's parts. Only the manifest and the configuration are compared with their digests.</summary>
    /// <exception cref="LocalImageException">The image is damaged, missing, or for another platform.</exception>
    public LocalImage Read()
    {
        List<OciDescriptor> entries = ImageJson.Read<OciIndex>(Find(IndexFile), files.Source, IndexFile).Manifests ?? [];
        List<OciDescriptor> named = name is null
            ? entries
            : entries.FindAll(entry => NamesOf(entry).Any(stored => ImageName.Matches(name, stored)));
        if (named.Count == 0)
        {
            throw new LocalImageException(
                LocalImageFailure.ImageNotFound,
                name is null ? $"{files.Source} contains no image." : $"{files.Source} does not contain image '{name}', but {NamesOf(entries)}.");
        }

        var selection = new PlatformSelection(platform, files.Source);
        List<LocalImage> images = [];
        foreach (OciDescriptor entry in named)
        {
            LocalImage? image = Manifests(entry, nesting: 0)
                .Select(manifest => Open(manifest, selection))
                .FirstOrDefault(static image => image is not null);
            if (image is not null && !images.Exists(other => other.Config == image.Config)) images.Add(image);
        }

        return images.Count switch
        {
            1 => images[0],
            0 when _otherContent is not null && selection.IsEmpty => throw new LocalImageException(
                LocalImageFailure.NotAnImage, $"{files.Source} contains {_otherContent}, which is not an image."),
            0 => throw selection.NoMatch(),
            _ => throw new LocalImageException(
                LocalImageFailure.Ambiguous, $"{files.Source} contains several images: {NamesOf(named)}."),
        };
    }

    private static IEnumerable<string> NamesOf(OciDescriptor entry) =>
        NameAnnotations
            .Select(key => entry.Annotations?.TryGetValue(key, out string? stored) == true ? stored : null)
            .OfType<string>();

    private static string NamesOf(IEnumerable<OciDescriptor> entries) =>
        string.Join(", ", entries.Select(entry => NamesOf(entry).FirstOrDefault() ?? "an unnamed image"));

    /// <summary>The manifests of images that a descriptor stands for.</summary>
    private IEnumerable<OciDescriptor> Manifests(OciDescriptor descriptor, int nesting)
    {
        if (descriptor.MediaType is not (MediaTypes.OciIndex or MediaTypes.DockerIndex)) return [descriptor];
        if (nesting == MaxNesting) throw Damaged("its indexes are nested too deeply");

        byte[] index = ReadVerified(descriptor, "index");
        return (ImageJson.Parse<OciIndex>(index, files.Source, "index").Manifests ?? [])
            .SelectMany(inner => Manifests(inner, nesting + 1));
    }

    private LocalImage? Open(OciDescriptor descriptor, PlatformSelection selection)
    {
        // Buildx adds attestations as manifests of the platform unknown/unknown. An index may refer to platforms that the
        // layout does not contain.
        if (descriptor.Platform?.ToPlatform() is { } stated && !selection.Accepts(stated)) return null;

        byte[] json = ReadVerified(descriptor, "manifest");
        OciManifest manifest = ImageJson.Parse<OciManifest>(json, files.Source, "manifest");
        if (manifest.Config?.MediaType is not (MediaTypes.OciConfig or MediaTypes.DockerConfig) || manifest.Layers is not { } layers)
        {
            // For example, a signature next to the image.
            _otherContent = manifest.Config?.MediaType ?? "something";
            return null;
        }

        byte[] configJson = ReadVerified(manifest.Config, "configuration");
        OciImageConfig config = ImageJson.Parse<OciImageConfig>(configJson, files.Source, "configuration");
        ImagePlatform? actual = config.ToPlatform() ?? descriptor.Platform?.ToPlatform();
        if (!selection.Accepts(actual)) return null;

        return new LocalImage
        {
            Source = files.Source,
            Platform = actual!,
            Manifest = json,
            ManifestType = manifest.MediaType ?? descriptor.MediaType ?? MediaTypes.OciManifest,
            Config = FindBlob(manifest.Config),
            Layers = [.. layers.Select(FindBlob).Distinct()],
        };
    }

    private byte[] ReadVerified(OciDescriptor descriptor, string part)
    {
        ImageBlob blob = FindBlob(descriptor);
        byte[] bytes = ImageJson.ReadBytes(blob.Content, files.Source, part);
        return Digest.Of(bytes) == blob.Digest ? bytes : throw Damaged($"its {part} does not match its digest");
    }

    private ImageBlob FindBlob(OciDescriptor descriptor)
    {
        // The digest becomes a part of a path.
        if (!Digest.TryParse(descriptor.Digest, out Digest digest)) throw Damaged($"'{descriptor.Digest}' is not a SHA-256 digest");

        FileRange content = Find($"blobs/sha256/{digest.Hex}");
        return content.Length == descriptor.Size
            ? new ImageBlob(digest, content)
            : throw Damaged($"{digest} has {content.Length} bytes instead of {descriptor.Size}");
    }

    private FileRange Find(string file) => files.Find(file) ?? throw Damaged($"{file} is missing");

    private LocalImageException Damaged(string what) => new(LocalImageFailure.Broken, $"{files.Source} is damaged: {what}.");
}
