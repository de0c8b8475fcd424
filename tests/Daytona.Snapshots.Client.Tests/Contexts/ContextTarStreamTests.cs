using System.Diagnostics;
using System.Formats.Tar;
using System.Security.Cryptography;
using CsCheck;

namespace Daytona.Snapshots.Client.Tests.Contexts;

public sealed class ContextTarStreamTests : IDisposable
{
    private static readonly string[] Names =
    [
        "a", "folder/b.txt", "with space/c d", "ünïcödé/日本語/😀.txt", "line\nbreak", "-dash", "back\\slash", "'quote\"",
        new string('n', 100), new string('n', 101), new string('p', 120) + "/" + new string('n', 100),
        new string('p', 155) + "/" + new string('n', 99), new string('p', 156) + "/x",
        string.Join('/', Enumerable.Repeat("deep", 60)), new string('é', 100),
    ];

    // The framework's reader refuses a line feed in a pax record, which GNU tar and Go read.
    private static readonly string[] NameParts = ["a", "b", "é", "日", "😀", " ", "/", ".", "\\", "-"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GNU_tar_unpacks_the_same_bytes_names_and_modes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GNU tar.");
        var random = new Random(1);
        foreach (string name in Names)
        {
            byte[] content = new byte[random.Next(3) * 512 + random.Next(3)];
            random.NextBytes(content);
            File.WriteAllBytes(_folder.With("in/" + name)["in/" + name], content);
            Chmod(_folder["in/" + name], random.Next(2) == 0 ? 0b111_101_101 : 0b110_100_000);
        }

        BuildContext context = _folder.Context("in");
        await Save(context, _folder["t.tar"]);
        Directory.CreateDirectory(_folder["out"]);
        string errors = Tar("-xpf", _folder["t.tar"], "-C", _folder["out"]);

        Assert.Equal("", errors);
        BuildContext unpacked = _folder.Context("out");
        Assert.Equal(
            context.Entries.Select(entry => (entry.ArchivePath, entry.Mode)),
            unpacked.Entries.Select(entry => (entry.ArchivePath, entry.Mode)));
        Assert.All(
            context.Entries.Zip(unpacked.Entries),
            pair => Assert.Equal(File.ReadAllBytes(pair.First.Source), File.ReadAllBytes(pair.Second.Source)));
    }

    [Fact]
    public void An_entry_has_no_owner_and_no_time()
    {
        _folder.With("a", "x");
        using ContextTarStream stream = new(_folder.Context().Entries);
        using var reader = new TarReader(stream);
        TarEntry entry = reader.GetNextEntry()!;

        Assert.Equal(TarEntryType.RegularFile, entry.EntryType);
        Assert.Equal((0, 0), (entry.Uid, entry.Gid));
        Assert.Equal(DateTimeOffset.UnixEpoch, entry.ModificationTime);
        Assert.Null(reader.GetNextEntry());
    }

    [Fact]
    public void Any_names_and_contents_survive() => Gen.Select(
        Gen.Int[0, NameParts.Length - 1].Array[1, 300].Select(parts => "d" + string.Concat(parts.Select(i => NameParts[i])) + "e"),
        Gen.Int[0, 1600],
        Gen.Int[0, 0b111_111_111]).Array[0, 4].Sample(files =>
    {
        using var folder = new TemporaryFolder();
        BuildContextEntry[] entries = [.. files.Select((file, i) => Entry(folder, i, file.Item1, file.Item2, file.Item3))];
        using var stream = new ContextTarStream(entries);
        using var reader = new TarReader(stream);
        foreach (BuildContextEntry expected in entries)
        {
            TarEntry entry = reader.GetNextEntry(copyData: true)!;
            Assert.Equal(expected.ArchivePath, entry.Name);
            Assert.Equal(expected.Mode, (int)entry.Mode);
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            Assert.Equal(File.ReadAllBytes(expected.Source), content.ToArray());
        }

        Assert.Null(reader.GetNextEntry());
    }, iter: 200);

    [Fact]
    public void Any_part_can_be_read() => Gen.Int[0, int.MaxValue].Array[1, 20].Sample(numbers =>
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < 5; i++) File.WriteAllBytes(folder[$"{i}"], Bytes(i * 300));
        using ContextTarStream stream = new(folder.Context().Entries);
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        Assert.Equal(stream.Length, whole.Length);

        foreach (int number in numbers)
        {
            int at = number % (int)whole.Length;
            byte[] part = new byte[Math.Min(number % 700, (int)whole.Length - at)];
            stream.Seek(at, SeekOrigin.Begin);
            stream.ReadExactly(part);
            Assert.Equal(whole.ToArray()[at..(at + part.Length)], part);
        }
    }, iter: 50);

    [Fact]
    public async Task The_hash_is_that_of_the_tar_and_does_not_vary()
    {
        _folder.With("in/a", "1").With("in/b/c", "2");
        BuildContext context = _folder.Context("in");
        string hash = await context.ComputeHashAsync(cancellationToken: TestContext.Current.CancellationToken);
        await Save(context, _folder["t.tar"]);

        Assert.Equal(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_folder["t.tar"]))).ToLowerInvariant(), hash);

        File.SetLastWriteTimeUtc(_folder["in/a"], DateTime.UnixEpoch);
        _folder.With("again/b/c", "2").With("again/a", "1");
        Assert.Equal(hash, await Hash("in"));
        Assert.Equal(hash, await Hash("again"));
    }

    [Fact]
    public async Task The_hash_of_known_files_never_changes()
    {
        _folder.With("in/a.txt", "hello\n").With("in/ü", "");
        Chmod(_folder["in/a.txt"], 0b111_101_101);
        Chmod(_folder["in/ü"], 0b111_101_101);

        Assert.Equal("3e7d15a576df8e5ca8187e4df6eacc92de3dfe77f8771a03c0196abe93e930b1", await Hash("in"));
    }

    [Fact]
    public async Task The_hash_changes_with_a_name_a_byte_and_a_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        _folder.With("in/a", "1");
        Chmod(_folder["in/a"], 0b110_100_100);
        var hashes = new HashSet<string> { await Hash("in") };
        _folder.With("in/a", "2");
        hashes.Add(await Hash("in"));
        Chmod(_folder["in/a"], 0b111_101_101);
        hashes.Add(await Hash("in"));
        File.Move(_folder["in/a"], _folder["in/b"]);
        hashes.Add(await Hash("in"));

        Assert.Equal(4, hashes.Count);
    }

    [Fact]
    public async Task The_hash_does_not_depend_on_the_umask()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        _folder.With("in/a", "1");
        Chmod(_folder["in/a"], 0b110_100_100);
        string hash = await Hash("in");

        Chmod(_folder["in/a"], 0b110_110_110);
        Assert.Equal(hash, await Hash("in"));
    }

    [Theory]
    [InlineData("content", "longer content")]
    [InlineData("content", "short")]
    [InlineData("content", "CONTENT")]
    [InlineData("content", "")]
    [InlineData("", "not empty")]
    public async Task A_changed_file_is_named(string before, string after)
    {
        _folder.With("a", before).With("b", "same");
        File.SetLastWriteTimeUtc(_folder["a"], DateTime.UnixEpoch);
        BuildContext context = _folder.Context();
        _folder.With("a", after);

        BuildContextException change = await Assert.ThrowsAsync<BuildContextException>(() => context.ComputeHashAsync(
            cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(_folder["a"], change.Path);
        Assert.Contains("changed", change.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_grows_while_it_is_read_is_named()
    {
        _folder.With("a", new string('x', 4096));
        using ContextTarStream stream = new(_folder.Context().Entries);
        stream.ReadExactly(new byte[2000]);
        File.AppendAllText(_folder["a"], "y");

        Assert.Equal(_folder["a"], Assert.Throws<BuildContextException>(() => stream.CopyTo(Stream.Null)).Path);
    }

    [Fact]
    public void A_deleted_file_is_named()
    {
        _folder.With("a", "x");
        BuildContext context = _folder.Context();
        File.Delete(_folder["a"]);

        using ContextTarStream stream = new(context.Entries);
        Assert.Equal(_folder["a"], Assert.Throws<BuildContextException>(() => stream.CopyTo(Stream.Null)).Path);
    }

    [Fact]
    public async Task Files_beyond_the_limit_of_ustar_have_their_length()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GNU tar, and files with holes.");
        using (FileStream file = File.Create(_folder["big"])) file.SetLength((8L << 30) + 1);
        await using ContextTarStream stream = new(_folder.Context().Entries);
        byte[] header = new byte[1536];
        await stream.ReadExactlyAsync(header, TestContext.Current.CancellationToken);

        Assert.Equal(1536 + (8L << 30) + 512 + 1024, stream.Length);
        Assert.Contains("19 size=8589934593\n", System.Text.Encoding.ASCII.GetString(header), StringComparison.Ordinal);
    }

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static BuildContextEntry Entry(TemporaryFolder folder, int number, string name, int length, int mode)
    {
        File.WriteAllBytes(folder[$"{number}"], Bytes(length));
        return new BuildContextEntry(name, folder[$"{number}"], length, mode, File.GetLastWriteTimeUtc(folder[$"{number}"]));
    }

    private static void Chmod(string path, int mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    private static string Tar(params string[] arguments)
    {
        using Process tar = Process.Start(new ProcessStartInfo("tar", arguments) { RedirectStandardError = true })!;
        string errors = tar.StandardError.ReadToEnd();
        tar.WaitForExit();
        return errors;
    }

    private static async Task Save(BuildContext context, string path)
    {
        await using ContextTarStream stream = new(context.Entries);
        await using FileStream file = File.Create(path);
        await stream.CopyToAsync(file, TestContext.Current.CancellationToken);
    }

    private Task<string> Hash(string folder) =>
        _folder.Context(folder).ComputeHashAsync(cancellationToken: TestContext.Current.CancellationToken);
}
