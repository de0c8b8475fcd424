using System.Formats.Tar;
using System.Text;
using CsCheck;

namespace Daytona.Snapshots.Client.Tests.Oci;

public sealed class ImageFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Tar => _folder["a.tar"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.V7)]
    public async Task A_file_is_found_by_its_name(TarEntryFormat format)
    {
        string name = format == TarEntryFormat.V7 ? "folder/file" : $"{new string('f', 90)}/{new string('n', 90)}";
        using (var writer = new TarWriter(File.Create(Tar), format))
        {
            writer.WriteEntry(Entry("before", "other"));
            writer.WriteEntry(Entry("./" + name, "content"));
        }

        Assert.Equal("content", Encoding.UTF8.GetString((await ReadAsync()).Find(name)!.ReadAllBytes()));

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
    public async Task A_link_resolves_to_its_file(TarEntryType type, string target)
    {
        using (var writer = new TarWriter(File.Create(Tar)))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "file") { DataStream = new MemoryStream([1, 2, 3]) });
            writer.WriteEntry(new PaxTarEntry(type, "folder/link") { LinkName = target });
        }

        Assert.Equal([1, 2, 3], (await ReadAsync()).Find("folder/link")!.ReadAllBytes());
    }

    [Fact]
    public async Task Circular_links_resolve_to_nothing()
    {
        using (var writer = new TarWriter(File.Create(Tar)))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "a") { LinkName = "b" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "b") { LinkName = "a" });
        }

        Assert.Null((await ReadAsync()).Find("a"));
    }

    [Fact]
    public async Task A_damaged_extended_header_is_reported_as_damage()
    {
        using (var writer = new TarWriter(File.Create(Tar))) writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, new string('a', 200)));
        byte[] bytes = File.ReadAllBytes(Tar);
        bytes[512] = (byte)'x';
        File.WriteAllBytes(Tar, bytes);

        LocalImageException error = await Assert.ThrowsAsync<LocalImageException>(ReadAsync);

        Assert.Equal(LocalImageFailure.Broken, error.Reason);
        Assert.Contains("is damaged: the extended header at byte 512 is not valid.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_more_than_8_GiB_has_its_length()
    {
        const long Length = 9L << 30;
        using (var file = File.Create(Tar))
        {
            byte[] header = TarHeader.Write(
                new BuildContextEntry("big", Tar, Length, Mode: 0, LastWriteTimeUtc: default));
            file.Write(header);
            file.SetLength(header.Length + TarHeader.Pad(Length));
        }

        Assert.Equal(Length, (await ReadAsync()).Find("big")!.Length);
    }

    [Fact]
    public async Task A_damaged_archive_only_throws_its_documented_exception()
    {
        new TestImage(["one"]).WriteDockerArchive(Tar);
        byte[] archive = File.ReadAllBytes(Tar);
        string damaged = _folder["damaged.tar"];

        await Gen.Select(Gen.Int[0, archive.Length - 1], Gen.Byte, Gen.Int[0, archive.Length]).SampleAsync(
            async (at, value, length) =>
            {
                byte[] bytes = [.. archive];
                bytes[at] = value;
                await File.WriteAllBytesAsync(damaged, bytes[..Math.Max(length, archive.Length / 2)]);
                using var copy = new TemporaryCopy(_folder[""], static _ => { });
                try
                {
                    using FileStream file = File.OpenRead(damaged);
                    ImageFiles files = at % 2 == 0
                        ? await ImageFiles.IndexAsync(file, "it", default)
                        : await ImageFiles.CopyAsync(file, "it", copy, keepsLayout: false, onLayer: null, default);
                    await files.FindImage(null, ImagePlatform.LinuxAmd64, copy).PrepareAsync(static _ => { }, default);
                }
                catch (LocalImageException)
                {
                }
            },
            iter: Fuzz.Iterations,
            threads: 1);
    }

    private async Task<ImageFiles> ReadAsync()
    {
        using FileStream file = File.OpenRead(Tar);
        return await ImageFiles.IndexAsync(file, "it", TestContext.Current.CancellationToken);
    }
}
