using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;

namespace Daytona.Snapshots.Tests;

/// <summary>Archives as docker save writes them, with one layer.</summary>
internal static class ImageArchive
{
    /// <summary>Writes an archive.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="os">The operating system of the image.</param>
    /// <param name="tags">The names of the images, which have the same content. By default, one.</param>
    /// <returns>Its full path.</returns>
    public static string Write(string path, string os = "linux", params string[] tags)
    {
        byte[] layer = new byte[10240];
        byte[] config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = "amd64",
            os,
            rootfs = new { type = "layers", diff_ids = new[] { "sha256:" + Convert.ToHexStringLower(SHA256.HashData(layer)) } },
        });
        string configName = Convert.ToHexStringLower(SHA256.HashData(config)) + ".json";
        object[] manifest = [.. (tags.Length == 0 ? ["app:dev"] : tags).Select(tag => new { Config = configName, RepoTags = new[] { tag }, Layers = new[] { "layer.tar" } })];
        using var archive = new TarWriter(File.Create(path));
        foreach ((string name, byte[] content) in new[] { (configName, config), ("layer.tar", layer), ("manifest.json", JsonSerializer.SerializeToUtf8Bytes(manifest)) })
        {
            archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        return path;
    }
}
