using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Daytona.Local.Registry;

/// <summary>A manifest in the registry: of an image, or an index of several images.</summary>
internal sealed record ImageManifest(string Digest, string MediaType, byte[] Content, ImageManifest.Document Fields)
{
    /// <summary>Whether it lists images instead of layers.</summary>
    public bool IsIndex => MediaType
        is "application/vnd.oci.image.index.v1+json" or "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>The digests of the blobs it needs. A layer with addresses is fetched from there, and may be missing here.</summary>
    public IEnumerable<string> Blobs => IsIndex ? [] : Fields.Layers!.Where(static layer => layer.Urls is null).Prepend(Fields.Config!)
        .Select(static blob => blob.Digest);

    /// <summary>The images of an index.</summary>
    public Descriptor[] Images => IsIndex ? Fields.Manifests! : [];

    /// <summary>The length of all layers in bytes.</summary>
    public long LayerBytes => Fields.Layers?.Sum(static layer => layer.Size) ?? 0;

    /// <exception cref="ServiceException">400 if it is not a manifest.</exception>
    public static ImageManifest Parse(byte[] content, string? contentType)
    {
        try
        {
            Document fields = JsonSerializer.Deserialize<Document>(content, LocalJson.Options) ?? new Document(null, null, null, null);
            string? mediaType = contentType?.Split(';')[0].Trim() ?? fields.MediaType;
            if (string.IsNullOrEmpty(mediaType)) throw ImageRegistry.ManifestInvalid("The media type is missing.");
            var manifest = new ImageManifest($"sha256:{Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant()}", mediaType, content, fields);
            bool isWhole = manifest.IsIndex ? fields.Manifests is not null : fields.Config is not null && fields.Layers is not null;
            return isWhole ? manifest : throw ImageRegistry.ManifestInvalid("The configuration, the layers or the images are missing.");
        }
        catch (JsonException exception)
        {
            throw ImageRegistry.ManifestInvalid(exception.Message);
        }
    }

    /// <summary>The fields of a manifest or an index.</summary>
    internal sealed record Document(string? MediaType, Descriptor? Config, Descriptor[]? Layers, Descriptor[]? Manifests);

    /// <summary>A blob, or a manifest of an index.</summary>
    internal sealed record Descriptor([property: JsonRequired] string Digest, [property: JsonRequired] long Size, string[]? Urls, Platform? Platform);

    /// <summary>The platform of an image.</summary>
    internal sealed record Platform(string? Os, string? Architecture);
}
