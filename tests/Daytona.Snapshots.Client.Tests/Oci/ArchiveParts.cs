using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Writes archives and layouts from parts that a test bends before.</summary>
internal static class ArchiveParts
{
    public const string GzipType = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// <summary>The files of an archive of docker save.</summary>
    /// <param name="layers">The stored layers.</param>
    /// <param name="diffIds">The digests of the uncompressed layers. By default, those of the stored ones.</param>
    /// <param name="bend">Changes an image of the manifest.</param>
    public static Dictionary<string, byte[]> Docker(byte[][] layers, string?[]? diffIds = null, Action<JsonArray>? bend = null)
    {
        byte[] config = Config(diffIds ?? [.. layers.Select(TestImage.DigestOf)]);
        var files = new Dictionary<string, byte[]> { ["config.json"] = config };
        for (int i = 0; i < layers.Length; i++) files[$"{i}/layer.tar"] = layers[i];
        var manifest = new JsonArray(new JsonObject
        {
            ["Config"] = "config.json",
            ["RepoTags"] = new JsonArray("app:dev"),
            ["Layers"] = new JsonArray([.. layers.Select((_, i) => JsonValue.Create($"{i}/layer.tar"))]),
        });
        bend?.Invoke(manifest);
        files["manifest.json"] = JsonSerializer.SerializeToUtf8Bytes(manifest);
        return files;
    }

    public static byte[] Config(string?[]? diffIds, string os = "linux", string architecture = "amd64", string? variant = null) =>
        JsonSerializer.SerializeToUtf8Bytes(new { architecture, os, variant, rootfs = new { type = "layers", diff_ids = diffIds } });

    /// <summary>Writes files as an archive.</summary>
    public static void WriteTar(string folder, IEnumerable<KeyValuePair<string, byte[]>> files, TarEntryFormat format = TarEntryFormat.Ustar, string prefix = "")
    {
        using var tar = new TarWriter(File.Create(Path.Combine(folder, "image.tar")), format);
        foreach ((string name, byte[] content) in files) tar.WriteEntry(Entry(format, prefix + name, content));
    }

    public static TarEntry Entry(TarEntryFormat format, string name, byte[] content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
            _ => new UstarTarEntry(TarEntryType.RegularFile, name),
        };
        entry.DataStream = new MemoryStream(content);
        return entry;
    }

    /// <summary>Changes the bytes of the archive.</summary>
    public static void Change(string folder, Func<byte[], byte[]> change)
    {
        string path = Path.Combine(folder, "image.tar");
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
    }

    /// <summary>Writes an OCI layout of an image whose manifest the test bends.</summary>
    public static void WriteLayout(string folder, Action<JsonObject>? bendManifest = null, Action<JsonObject>? bendDescriptor = null)
    {
        var image = new TestImage(["one", "two"]);
        TestImage.WriteLayout(folder, ("v1", image));
        JsonObject manifest = JsonNode.Parse(image.Manifest)!.AsObject();
        bendManifest?.Invoke(manifest);
        WriteIndex(folder, Described(folder, manifest, bendDescriptor));
    }

    /// <summary>Writes a document of a layout.</summary>
    /// <returns>Its descriptor.</returns>
    public static JsonObject Described(string folder, JsonObject document, Action<JsonObject>? bend = null, string? mediaType = TestImage.OciManifest)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(document);
        TestImage.WriteBlob(folder, json);
        var descriptor = new JsonObject { ["mediaType"] = mediaType, ["digest"] = TestImage.DigestOf(json), ["size"] = json.Length };
        bend?.Invoke(descriptor);
        return descriptor;
    }

    public static void WriteIndex(string folder, params JsonNode?[] manifests) =>
        File.WriteAllText(Path.Combine(folder, "index.json"), new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(manifests) }.ToJsonString());

    /// <summary>Writes a layout with an image for each platform, whose descriptors name it.</summary>
    /// <returns>The digests of the manifests.</returns>
    public static string[] WritePlatforms(string folder, params string[] platforms)
    {
        byte[] layer = TestImage.LayerTar("one");
        TestImage.WriteBlob(folder, layer);
        JsonObject[] descriptors = [.. platforms.Select(platform =>
        {
            string[] parts = [.. platform.Split('/'), ""];
            string? variant = parts[2].Length > 0 ? parts[2] : null;
            byte[] config = Config([TestImage.DigestOf(layer)], parts[0], parts[1], variant);
            TestImage.WriteBlob(folder, config);
            return Described(
                folder,
                new JsonObject
                {
                    ["schemaVersion"] = 2,
                    ["config"] = JsonSerializer.SerializeToNode(TestImage.Descriptor(TestImage.OciConfig, config)),
                    ["layers"] = new JsonArray(JsonSerializer.SerializeToNode(TestImage.Descriptor("application/vnd.oci.image.layer.v1.tar", layer))),
                },
                descriptor => descriptor["platform"] = new JsonObject { ["os"] = parts[0], ["architecture"] = parts[1], ["variant"] = variant });
        })];
        WriteIndex(folder, [.. descriptors]);
        return [.. descriptors.Select(static descriptor => (string)descriptor["digest"]!)];
    }

    /// <summary>Bytes that begin like those of a program that compresses.</summary>
    public static byte[] BeginsLike(params byte[] start) => [.. start, .. RandomNumberGenerator.GetBytes(1000)];
}
