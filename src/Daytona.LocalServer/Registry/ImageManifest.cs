using System.Security.Cryptography;
using System.Text.Json;

namespace Daytona.Local.Registry;

/// <summary>A manifest in the registry: of an image, or an index of several images.</summary>
internal sealed record ImageManifest(string Digest, string MediaType, byte[] Content)
{
    /// <summary>Whether it lists images instead of layers.</summary>
    public bool IsIndex => MediaType
        is "application/vnd.oci.image.index.v1+json" or "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>The digests of the blobs it needs: the configuration and the layers.</summary>
    public List<string> Blobs { get; } = [];

    /// <summary>The images of an index: their digests and platforms, such as <c>linux/amd64</c>.</summary>
    public List<(string Digest, string Platform)> Images { get; } = [];

    /// <summary>The length of all layers in bytes.</summary>
    public long LayerBytes { get; private set; }

    /// <summary>The digest by which a registry addresses content.</summary>
    public static string DigestOf(ReadOnlySpan<byte> content) => $"sha256:{Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant()}";

    /// <exception cref="LocalRegistryException">400 if it is not a manifest.</exception>
    public static ImageManifest Parse(byte[] content, string? contentType)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(content);
            JsonElement root = json.RootElement;
            string? mediaType = contentType?.Split(';')[0].Trim()
                ?? (root.TryGetProperty("mediaType", out JsonElement named) ? named.GetString() : null);
            if (string.IsNullOrEmpty(mediaType)) throw LocalRegistryException.ManifestInvalid("The media type is missing.");

            var manifest = new ImageManifest(DigestOf(content), mediaType, content);
            if (manifest.IsIndex) manifest.ReadImages(root);
            else manifest.ReadLayers(root);
            return manifest;
        }
        catch (Exception exception) when (
            exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw LocalRegistryException.ManifestInvalid(exception.Message);
        }
    }

    private void ReadImages(JsonElement root)
    {
        foreach (JsonElement image in root.GetProperty("manifests").EnumerateArray())
        {
            string platform = image.TryGetProperty("platform", out JsonElement named)
                ? $"{named.GetProperty("os").GetString()}/{named.GetProperty("architecture").GetString()}"
                : "";
            Images.Add((image.GetProperty("digest").GetString()!, platform));
        }
    }

    private void ReadLayers(JsonElement root)
    {
        Blobs.Add(root.GetProperty("config").GetProperty("digest").GetString()!);
        foreach (JsonElement layer in root.GetProperty("layers").EnumerateArray())
        {
            LayerBytes += layer.GetProperty("size").GetInt64();
            // A layer with addresses of its own is fetched from there, and need not be in the registry.
            if (!layer.TryGetProperty("urls", out _)) Blobs.Add(layer.GetProperty("digest").GetString()!);
        }
    }
}
