using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Daytona.Benchmarks.Contenders;

/// <summary>An archive of docker save, made of programs, libraries and documents of this machine.</summary>
internal sealed class RealImage : IDisposable
{
    /// <summary>The name in the archive.</summary>
    public const string Name = "daytona-benchmark:v1";

    private const long LeastBytes = 2300L << 20;

    // As in real images, a few layers have most of the content.
    private static readonly double[] Shares = [0.04, 0.08, 0.13, 0.2, 0.25, 0.3];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daytona-benchmark-");

    private RealImage()
    {
    }

    /// <summary>The archive.</summary>
    public string Archive => Path.Combine(_folder.FullName, "image.tar");

    /// <summary>Makes the image.</summary>
    public static Task<RealImage> CreateAsync() => CreateAsync(PackAsync);

    /// <summary>Makes an image of one layer, of zeros with some random content.</summary>
    /// <param name="length">The bytes of the layer.</param>
    public static Task<RealImage> CreateLargeAsync(long length) => CreateAsync(layer => FillAsync(layer, length));

    private static async Task<RealImage> CreateAsync(Func<string, IAsyncEnumerable<bool>> writeLayers)
    {
        var image = new RealImage();
        await using var archive = new TarWriter(File.Create(image.Archive), TarEntryFormat.Pax);
        List<string> layers = [];
        List<string> diffIds = [];
        string layer = Path.Combine(image._folder.FullName, "layer.tar");
        await foreach (bool _ in writeLayers(layer))
        {
            await using (FileStream content = File.OpenRead(layer))
            {
                diffIds.Add("sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(content)));
                content.Position = 0;
                layers.Add($"{layers.Count}/layer.tar");
                await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, layers[^1]) { DataStream = content });
            }

            File.Delete(layer);
        }

        await AddAsync("config.json", new { architecture = "amd64", os = "linux", config = new { }, rootfs = new { type = "layers", diff_ids = diffIds } });
        await AddAsync("manifest.json", new[] { new { Config = "config.json", RepoTags = new[] { Name }, Layers = layers } });
        return image;

        Task AddAsync(string name, object content) => archive.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(content)) });
    }

    /// <summary>Deletes the archive.</summary>
    public void Dispose() => _folder.Delete(recursive: true);

    private static async IAsyncEnumerable<bool> PackAsync(string layer)
    {
        foreach (IEnumerable<string> paths in Divide(await MeasureAsync()))
        {
            await File.WriteAllLinesAsync(layer + ".list", paths);
            await Command.RunAsync("tar", ["--create", "--file", layer, "--directory", "/", "--sort=name", "--mtime=@0", "--files-from", layer + ".list"]);
            yield return true;
        }
    }

    private static async IAsyncEnumerable<bool> FillAsync(string layer, long length)
    {
        const int Block = 4 << 20;
        await using (FileStream file = File.Create(layer))
        {
            // An entry, by which the layer is recognized as a tar.
            await using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true)) await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, "app"));
            file.SetLength(length);
            byte[] block = new byte[Block];
            for (file.Position = Block; file.Position < length; file.Position += 15L * Block)
            {
                RandomNumberGenerator.Fill(block);
                await file.WriteAsync(block.AsMemory(0, (int)Math.Min(Block, length - file.Position)));
            }
        }

        yield return true;
    }

    /// <summary>The folders of this machine's programs with their sizes, except for those that would be a layer by themselves.</summary>
    private static async Task<(string Path, long Bytes)[]> MeasureAsync()
    {
        string output = (await Command.RunAsync("sh", ["-c", "cd / && du -sk usr/*/* 2>/dev/null | sort -k2"])).Output;
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split('\t'))
            .Select(static it => (Path: it[1], Bytes: long.Parse(it[0], CultureInfo.InvariantCulture) << 10))
            .Where(static it => it.Bytes < LeastBytes / 8)];
    }

    /// <summary>Takes folders for each layer until it has its share.</summary>
    private static IEnumerable<IEnumerable<string>> Divide((string Path, long Bytes)[] folders)
    {
        BenchmarkException.ThrowUnless(folders.Sum(static it => it.Bytes) >= LeastBytes, "This machine has no 2.3 GiB of programs in /usr.");
        var rest = new Queue<(string Path, long Bytes)>(folders);
        foreach (double share in Shares)
        {
            List<string> paths = [];
            for (double bytes = 0; bytes < share * LeastBytes && rest.Count > 0;)
            {
                (string path, long size) = rest.Dequeue();
                paths.Add(path);
                bytes += size;
            }

            if (paths.Count > 0) yield return paths;
        }
    }
}
