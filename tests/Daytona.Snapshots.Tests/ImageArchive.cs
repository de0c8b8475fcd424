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
    /// <param name="tags">The names of the images. By default, one.</param>
    /// <returns>Its full path.</returns>
    public static string Write(string path, string os = "linux", params string[] tags)
    {
        byte[] layer = new byte[10240];
        string diffId = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(layer));
        using var archive = new TarWriter(File.Create(path));
        Add("layer.tar", layer);
        var manifest = new List<object>();
        foreach (string tag in tags.Length == 0 ? ["app:dev"] : tags)
        {
            byte[] config = JsonSerializer.SerializeToUtf8Bytes(
                new { author = tag, architecture = "amd64", os, rootfs = new { type = "layers", diff_ids = new[] { diffId } } });
            string configName = Convert.ToHexStringLower(SHA256.HashData(config)) + ".json";
            Add(configName, config);
            manifest.Add(new { Config = configName, RepoTags = new[] { tag }, Layers = new[] { "layer.tar" } });
        }

        Add("manifest.json", JsonSerializer.SerializeToUtf8Bytes(manifest));

        return path;

        void Add(string name, byte[] content) =>
            archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
    }
}
