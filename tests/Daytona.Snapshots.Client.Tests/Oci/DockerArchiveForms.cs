using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Archives of docker save, podman save and of the programs that imitate them.</summary>
internal static class DockerArchiveForms
{
    private static readonly byte[] One = TestImage.LayerTar("one");
    private static readonly byte[] Two = TestImage.LayerTar("two");
    private static readonly byte[] Gzip = TestImage.Gzip(One);
    private static readonly byte[] Zstd = ArchiveParts.BeginsLike(0x28, 0xB5, 0x2F, 0xFD);
    private static readonly byte[] Xz = ArchiveParts.BeginsLike(0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0);
    private static readonly byte[] Bzip2 = ArchiveParts.BeginsLike((byte)'B', (byte)'Z', (byte)'h');
    private static readonly string OneId = TestImage.DigestOf(One);

    public static IReadOnlyList<ArchiveForm> All { get; } =
    [
        new("docker: ustar", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One, Two]))) { LayerType = ArchiveParts.GzipType },
        new("docker: pax", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One]), TarEntryFormat.Pax)),
        new("docker: gnu", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One]), TarEntryFormat.Gnu)),
        new("docker: v7", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One]), TarEntryFormat.V7)),
        new("docker: a repeated layer is a symbolic link", static to => new TestImage(["one", "one"]).WriteDockerArchive(Path.Combine(to, "image.tar"))),
        new("docker: entries begin with ./", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One]), prefix: "./")),
        new("docker: entries begin with /", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One]), prefix: "/")),
        new("docker: names in the manifest begin with ./", static to => Write(to, bend: static image => (image["Config"], image["Layers"]) = ("./config.json", new JsonArray("./0/layer.tar")))),
        new("docker: names in the manifest begin with /", static to => Write(to, bend: static image => (image["Config"], image["Layers"]) = ("/config.json", new JsonArray("/0/layer.tar")))),
        new("docker: a layer is a hard link with a length", static to => WriteHardLink(to)),
        new("docker: a layer compressed by gzip", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([Gzip], [OneId]))) { LayerType = ArchiveParts.GzipType },
        new("docker: a layer compressed by zstd", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([Zstd], [OneId]))) { LayerType = "application/vnd.oci.image.layer.v1.tar+zstd" },
        new("docker: a layer compressed by xz", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([Xz], [OneId]))) { Failure = LocalImageFailure.Unsupported, Says = "compressed by xz" },
        new("docker: a layer compressed by bzip2", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([Bzip2], [OneId]))) { Failure = LocalImageFailure.Unsupported, Says = "compressed by bzip2" },
        new("docker: an empty layer", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([[], new byte[1024]]))) { LayerType = ArchiveParts.GzipType },
        new("docker: a digest is SHA-512", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One], ["sha512:" + Convert.ToHexString(SHA512.HashData(One)).ToLowerInvariant()]))),
        new("docker: compressed as a whole", static to => WriteChanged(to, TestImage.Gzip)) { LayerType = ArchiveParts.GzipType },
        new("docker: .tar.zst", static to => WriteChanged(to, static _ => Zstd)) { Failure = LocalImageFailure.Unsupported, Says = "zstd -d" },
        new("docker: .tar.xz", static to => WriteChanged(to, static _ => Xz)) { Failure = LocalImageFailure.Unsupported, Says = "xz -d" },
        new("docker: .tar.bz2", static to => WriteChanged(to, static _ => Bzip2)) { Failure = LocalImageFailure.Unsupported, Says = "bzip2 -d" },
        new("docker: no blocks of zeros at the end", static to => WriteChanged(to, static tar => [.. tar.AsSpan(0, tar.Length - 1024)])),
        new("docker: blocks of zeros and garbage at the end", static to => WriteChanged(to, static tar => [.. tar, .. new byte[9216], 1, 2, 3])),
        new("docker: cut off", static to => WriteChanged(to, static tar => tar[..1200])) { Failure = LocalImageFailure.Broken, Says = "ends in the middle" },
        new("docker: cut off and compressed", static to => WriteChanged(to, static tar => TestImage.Gzip(tar[..1200]))) { Failure = LocalImageFailure.Broken, Says = "ends in the middle" },
        new("docker: a global pax header and files of macOS", static to => WriteOfMacOS(to)),
        new("docker: sparse files of GNU tar", static to => WriteSparse(to)) { Failure = LocalImageFailure.Unsupported, Says = "--sparse" },
        new("docker: a byte order mark", static to => WriteManifest(to, static json => [0xEF, 0xBB, 0xBF, .. json])),
        new("docker: the same image under two names", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One], bend: static images =>
        {
            JsonNode again = images[0]!.DeepClone();
            again["RepoTags"] = new JsonArray("app:v2");
            images.Add(again);
        }))),
        new("docker: two images", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One, Two], bend: static images =>
        {
            JsonNode other = images[0]!.DeepClone();
            (other["RepoTags"], other["Layers"]) = (new JsonArray("other:v2"), new JsonArray("1/layer.tar"));
            images.Add(other);
        }))) { Failure = LocalImageFailure.Ambiguous, Says = "app:dev, other:v2" },
        new("docker: without a manifest, before Docker 1.10", static to => ArchiveParts.WriteTar(to, [new("repositories", "{}"u8.ToArray())])) { Failure = LocalImageFailure.NotAnImage, Says = "manifest.json" },
        new("docker: no image", static to => WriteManifest(to, static _ => "[]"u8.ToArray())) { Failure = LocalImageFailure.ImageNotFound, Says = "contains no image" },
        new("docker: null for the manifest", static to => WriteManifest(to, static _ => "null"u8.ToArray())) { Failure = LocalImageFailure.Broken, Says = "manifest.json" },
        new("docker: an object for the manifest", static to => WriteManifest(to, static _ => "{}"u8.ToArray())) { Failure = LocalImageFailure.Broken, Says = "manifest.json" },
        new("docker: null for an image", static to => WriteManifest(to, static _ => "[null]"u8.ToArray())) { Failure = LocalImageFailure.Broken, Says = "contains null" },
        new("docker: null for a layer", static to => Write(to, bend: static image => image["Layers"] = new JsonArray((JsonNode?)null))) { Failure = LocalImageFailure.Broken, Says = "contains null" },
        new("docker: null for a name", static to => Write(to, bend: static image => image["RepoTags"] = new JsonArray((JsonNode?)null))) { Failure = LocalImageFailure.Broken, Says = "contains null" },
        new("docker: no names", static to => Write(to, bend: static image => image["RepoTags"] = null)),
        new("docker: null for a digest", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One], [null]))) { Failure = LocalImageFailure.Broken, Says = "contains null" },
        new("docker: no configuration", static to => Write(to, bend: static image => image["Config"] = null)) { Failure = LocalImageFailure.Broken, Says = "no configuration" },
        new("docker: a missing configuration", static to => Write(to, bend: static image => image["Config"] = "other.json")) { Failure = LocalImageFailure.Broken, Says = "other.json is missing" },
        new("docker: a missing layer", static to => Write(to, bend: static image => image["Layers"] = new JsonArray("9/layer.tar"))) { Failure = LocalImageFailure.Broken, Says = "9/layer.tar is missing" },
        new("docker: fewer layers than digests", static to => Write(to, bend: static image => image["Layers"] = new JsonArray())) { Failure = LocalImageFailure.Broken, Says = "1 layers and the archive 0" },
        new("docker: a digest that is none", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One], ["md5:1"]))) { Failure = LocalImageFailure.Broken, Says = "'md5:1'" },
        new("docker: another layer than its digest", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([Two], [OneId]))) { Failure = LocalImageFailure.Broken, Says = OneId },
        new("docker: another compressed layer than its digest", static to => ArchiveParts.WriteTar(to, ArchiveParts.Docker([TestImage.Gzip(Two)], [OneId]))) { Failure = LocalImageFailure.Broken, Says = OneId },
        new("docker: an empty tar", static to => File.WriteAllBytes(Path.Combine(to, "image.tar"), new byte[1024])) { Failure = LocalImageFailure.NotAnImage, Says = "tar" },
    ];

    private static void Write(string to, Action<JsonNode> bend) => ArchiveParts.WriteTar(to, ArchiveParts.Docker([One], bend: images => bend(images[0]!)));

    private static void WriteChanged(string to, Func<byte[], byte[]> change)
    {
        ArchiveParts.WriteTar(to, ArchiveParts.Docker([One]));
        ArchiveParts.Change(to, change);
    }

    private static void WriteManifest(string to, Func<byte[], byte[]> change)
    {
        Dictionary<string, byte[]> files = ArchiveParts.Docker([One]);
        files["manifest.json"] = change(files["manifest.json"]);
        ArchiveParts.WriteTar(to, files);
    }

    private static void WriteHardLink(string to)
    {
        Dictionary<string, byte[]> files = ArchiveParts.Docker([One]);
        files.Remove("0/layer.tar");
        ArchiveParts.WriteTar(to, [new("first.tar", One), .. files]);
        byte[] link = new byte[512];
        using (var stream = new MemoryStream())
        {
            using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true)) tar.WriteEntry(new UstarTarEntry(TarEntryType.HardLink, "0/layer.tar") { LinkName = "first.tar" });
            stream.ToArray().AsSpan(0, 512).CopyTo(link);
        }

        SetField(link, 124, "00000000777\0");
        ArchiveParts.Change(to, tar => [.. link, .. tar]);
    }

    private static void WriteSparse(string to) => WriteChanged(to, static tar =>
    {
        SetField(tar, 156, "S");
        return tar;
    });

    private static void WriteOfMacOS(string to)
    {
        using var tar = new TarWriter(File.Create(Path.Combine(to, "image.tar")), TarEntryFormat.Pax);
        tar.WriteEntry(new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["comment"] = "1f" }));
        foreach ((string name, byte[] content) in ArchiveParts.Docker([One]))
        {
            tar.WriteEntry(ArchiveParts.Entry(TarEntryFormat.Pax, Path.Combine(Path.GetDirectoryName(name)!, "._" + Path.GetFileName(name)), [0, 5, 22, 7]));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name, new Dictionary<string, string> { ["LIBARCHIVE.xattr.com.apple.x"] = "eA==" })
            {
                DataStream = new MemoryStream(content),
            });
        }
    }

    private static void SetField(byte[] header, int at, string text)
    {
        Encoding.ASCII.GetBytes(text).CopyTo(header, at);
        // The checksum counts its own field as spaces.
        int sum = header.Take(512).Where(static (_, i) => i is < 148 or >= 156).Sum(static b => b) + (8 * ' ');
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
    }
}
