using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>A small image made by hand, which can be written in every form that tools write.</summary>
internal sealed class TestImage
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    private readonly bool _compressed;

    /// <param name="layers">The content of each layer's only file.</param>
    /// <param name="os">The system.</param>
    /// <param name="architecture">The architecture.</param>
    /// <param name="compressed">Whether the layers are compressed.</param>
    /// <param name="configType">The media type of the configuration.</param>
    public TestImage(string[] layers, string os = "linux", string architecture = "amd64", bool compressed = false, string configType = OciConfig)
    {
        _compressed = compressed;
        (Os, Architecture) = (os, architecture);
        byte[][] tars = [.. layers.Select(LayerTar)];
        DiffIds = [.. tars.Select(DigestOf)];
        Layers = compressed ? [.. tars.Select(Gzip)] : tars;
        Config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture,
            os,
            config = new { Env = new[] { "PATH=/bin" } },
            rootfs = new { type = "layers", diff_ids = DiffIds },
        });
        Manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = OciManifest,
            config = Descriptor(configType, Config),
            layers = Layers.Select(layer => Descriptor("application/vnd.oci.image.layer.v1.tar" + (compressed ? "+gzip" : ""), layer)),
            // Unknown fields and their order are part of what must not change.
            annotations = new Dictionary<string, string> { ["com.example.made-by"] = "hand" },
        });
    }

    public string Os { get; }

    public string Architecture { get; }

    public byte[][] Layers { get; }

    public string[] DiffIds { get; }

    public byte[] Config { get; }

    public byte[] Manifest { get; }

    public string Digest => DigestOf(Manifest);

    public static string DigestOf(byte[] bytes) => "sha256:" + Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    public static object Descriptor(string mediaType, byte[] content) => new { mediaType, digest = DigestOf(content), size = content.Length };

    /// <summary>Writes an OCI layout of images.</summary>
    public static void WriteLayout(string folder, params (string Name, TestImage Image)[] images)
    {
        foreach ((_, TestImage image) in images) image.WriteBlobs(folder);
        WriteIndex(folder, images.Select(static named => new
        {
            mediaType = OciManifest,
            digest = named.Image.Digest,
            size = named.Image.Manifest.Length,
            annotations = new Dictionary<string, string> { ["org.opencontainers.image.ref.name"] = named.Name },
        }));
    }

    /// <summary>Writes an OCI layout of one image for several platforms, as buildx does: an index in the index.</summary>
    public static void WriteMultiPlatformLayout(string folder, TestImage stored, params TestImage[] named)
    {
        stored.WriteBlobs(folder);
        byte[] inner = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = OciIndex,
            manifests = named.Append(stored).Select(static image => new
            {
                mediaType = OciManifest,
                digest = image.Digest,
                size = image.Manifest.Length,
                platform = new { os = image.Os, architecture = image.Architecture },
            }),
        });
        WriteBlob(folder, inner);
        WriteIndex(folder, [Descriptor(OciIndex, inner)]);
    }

    /// <summary>Writes an archive of all files in a folder.</summary>
    public static void WriteTar(string folder, string path) => TarFile.CreateFromDirectory(folder, path, includeBaseDirectory: false);

    /// <summary>Writes an archive as <c>docker save</c> did before version 25: a layer that is there already is a link.</summary>
    public void WriteDockerArchive(string path, string name = "app:dev")
    {
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Gnu);
        string configFile = DigestOf(Config)["sha256:".Length..] + ".json";
        WriteEntry(tar, configFile, Config);
        var files = new List<string>();
        var written = new Dictionary<string, string>();
        foreach (byte[] layer in Layers)
        {
            string folder = DigestOf([.. layer, (byte)files.Count])["sha256:".Length..];
            string file = folder + (_compressed ? "/layer.tar.gz" : "/layer.tar");
            if (written.TryGetValue(DigestOf(layer), out string? first))
            {
                tar.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, file) { LinkName = "../" + first });
            }
            else
            {
                WriteEntry(tar, file, layer);
                written.Add(DigestOf(layer), file);
            }

            files.Add(file);
        }

        WriteEntry(tar, "manifest.json", JsonSerializer.SerializeToUtf8Bytes(
            new[] { new { Config = configFile, RepoTags = new[] { name }, Layers = files } }));
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return compressed.ToArray();
    }

    public static byte[] LayerTar(string content)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "app/file")
            {
                ModificationTime = DateTimeOffset.UnixEpoch,
                DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)),
            });
        }

        return stream.ToArray();
    }

    private static void WriteEntry(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private static void WriteIndex(string folder, IEnumerable<object> manifests)
    {
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllBytes(
            Path.Combine(folder, "index.json"), JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, mediaType = OciIndex, manifests }));
    }

    public static void WriteBlob(string folder, byte[] content)
    {
        string path = BlobPath(folder, content);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    public static string BlobPath(string folder, byte[] content) =>
        Path.Combine(folder, "blobs", "sha256", DigestOf(content)["sha256:".Length..]);

    private void WriteBlobs(string folder)
    {
        foreach (byte[] blob in (byte[][])[Manifest, Config, .. Layers]) WriteBlob(folder, blob);
    }
}
