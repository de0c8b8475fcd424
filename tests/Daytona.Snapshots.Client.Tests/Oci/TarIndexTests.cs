using System.Formats.Tar;
using System.Text;
using CsCheck;

namespace Daytona.Snapshots.Client.Tests.Oci;

public sealed class TarIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Tar => _folder["a.tar"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.V7)]
    public void A_file_is_found_by_its_name(TarEntryFormat format)
    {
        string name = format == TarEntryFormat.V7 ? "folder/file" : $"{new string('f', 90)}/{new string('n', 90)}";
        using (var writer = new TarWriter(File.Create(Tar), format))
        {
            writer.WriteEntry(Entry("before", "other"));
            writer.WriteEntry(Entry("./" + name, "content"));
        }

        Assert.Equal("content", Encoding.UTF8.GetString(Read().Find(name)!.ReadAllBytes()));

        TarEntry Entry(string path, string content)
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, path),
                TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, path),
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, path),
                _ => new V7TarEntry(TarEntryType.V7RegularFile, path),
            };
            entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content));
            return entry;
        }
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "../file")]
    [InlineData(TarEntryType.HardLink, "file")]
    public void A_link_resolves_to_its_file(TarEntryType type, string target)
    {
        using (var writer = new TarWriter(File.Create(Tar)))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "file") { DataStream = new MemoryStream([1, 2, 3]) });
            writer.WriteEntry(new PaxTarEntry(type, "folder/link") { LinkName = target });
        }

        Assert.Equal([1, 2, 3], Read().Find("folder/link")!.ReadAllBytes());
    }

    [Fact]
    public void Circular_links_resolve_to_nothing()
    {
        using (var writer = new TarWriter(File.Create(Tar)))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "a") { LinkName = "b" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "b") { LinkName = "a" });
        }

        Assert.Null(Read().Find("a"));
    }

    [Fact]
    public void A_damaged_extended_header_is_reported_as_damage()
    {
        using (var writer = new TarWriter(File.Create(Tar))) writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, new string('a', 200)));
        byte[] bytes = File.ReadAllBytes(Tar);
        bytes[512] = (byte)'x';
        File.WriteAllBytes(Tar, bytes);

        LocalImageException error = Assert.Throws<LocalImageException>(() => Read());

        Assert.Equal(LocalImageFailure.Broken, error.Reason);
        Assert.Contains("is damaged: the extended header at byte 512 is not valid.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_more_than_8_GiB_has_its_length()
    {
        const long Length = 9L << 30;
        using (var file = File.Create(Tar))
        {
            byte[] header = TarHeader.Write(
                new BuildContextEntry { ArchivePath = "big", Source = Tar, Length = Length, Mode = 0, LastWriteTimeUtc = default });
            file.Write(header);
            file.SetLength(header.Length + TarHeader.Pad(Length));
        }

        Assert.Equal(Length, Read().Find("big")!.Length);
    }

    [Fact]
    public void A_damaged_archive_only_throws_its_documented_exception()
    {
        new TestImage(["one"]).WriteDockerArchive(Tar);
        byte[] archive = File.ReadAllBytes(Tar);
        string damaged = _folder["damaged.tar"];

        Gen.Select(Gen.Int[0, archive.Length - 1], Gen.Byte, Gen.Int[0, archive.Length]).Sample(
            (at, value, length) =>
            {
                byte[] bytes = [.. archive];
                bytes[at] = value;
                File.WriteAllBytes(damaged, bytes[..Math.Max(length, archive.Length / 2)]);
                try
                {
                    var files = new ArchiveFiles("it", TarIndex.Read(damaged, "it"));
                    if (files.Find("manifest.json") is null) return true;
                    new DockerArchiveReader(files, null, ImagePlatform.LinuxAmd64).ReadAsync(default).GetAwaiter().GetResult().Dispose();
                    return true;
                }
                catch (LocalImageException)
                {
                    return true;
                }
            },
            iter: Fuzz.Iterations,
            threads: 1);
    }

    private TarIndex Read() => TarIndex.Read(Tar, "it");
}
