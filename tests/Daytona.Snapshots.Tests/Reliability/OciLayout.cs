using System.Security.Cryptography;
using System.Text.Json;

namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>Writes an OCI layout: the folder of an image with one layer.</summary>
internal static class OciLayout
{
    // Short, because a fault cuts each request that sends it after a few bytes.
    private static readonly byte[] Layer = new byte[64];

    public static void Write(string folder)
    {
        string blobs = Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256")).FullName;
        object layer = Add("application/vnd.oci.image.layer.v1.tar", Layer);
        object config = AddJson("application/vnd.oci.image.config.v1+json", new
        {
            architecture = "amd64",
            os = "linux",
            rootfs = new { type = "layers", diff_ids = new[] { DigestOf(Layer) } },
        });
        const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
        object manifest = AddJson(ManifestType, new { schemaVersion = 2, mediaType = ManifestType, config, layers = new[] { layer } });
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllBytes(Path.Combine(folder, "index.json"), JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, manifests = new[] { manifest } }));

        object AddJson(string mediaType, object content) => Add(mediaType, JsonSerializer.SerializeToUtf8Bytes(content));

        object Add(string mediaType, byte[] content)
        {
            string digest = DigestOf(content);
            File.WriteAllBytes(Path.Combine(blobs, digest["sha256:".Length..]), content);
            return new { mediaType, digest, size = content.Length };
        }
    }

    private static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
