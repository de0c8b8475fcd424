using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Daytona.Platforms.Probe;

/// <summary>Writes the smallest image: one layer of an empty tar.</summary>
internal static class OciLayout
{
    /// <summary>Writes the layout.</summary>
    /// <param name="folder">The folder, which need not exist.</param>
    /// <returns>The folder.</returns>
    public static string Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256"));
        byte[] tar = new byte[1024];
        byte[] layer = Compress(tar);
        byte[] config = Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"amd64","os":"linux","config":{"Cmd":["sh"]},"rootfs":{"type":"layers","diff_ids":["sha256:{{{Digest(tar)}}}"]}}""");
        byte[] manifest = Encoding.UTF8.GetBytes(
            $$$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{{Describe("application/vnd.oci.image.config.v1+json", config)}}},"layers":[{{{Describe("application/vnd.oci.image.layer.v1.tar+gzip", layer)}}}]}""");
        foreach (byte[] blob in new[] { layer, config, manifest }) File.WriteAllBytes(Path.Combine(folder, "blobs", "sha256", Digest(blob)), blob);
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllText(
            Path.Combine(folder, "index.json"),
            $$"""{"schemaVersion":2,"manifests":[{{Describe("application/vnd.oci.image.manifest.v1+json", manifest)}}]}""");
        return folder;
    }

    private static string Describe(string mediaType, byte[] blob) =>
        $$"""{"mediaType":"{{mediaType}}","digest":"sha256:{{Digest(blob)}}","size":{{blob.Length}}}""";

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(bytes, 0, bytes.Length);
        return compressed.ToArray();
    }

    private static string Digest(byte[] bytes)
    {
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(bytes).Select(static value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
