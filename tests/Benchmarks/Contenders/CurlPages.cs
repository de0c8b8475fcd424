using Daytona.Local.Load;

namespace Daytona.Benchmarks.Contenders;

/// <summary>Gets the pages of a listing with curl, eight at once, without processing them.</summary>
internal sealed class CurlPages : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daytona-benchmark-");
    private readonly string _curl;
    private readonly string _configuration;
    private readonly int _pages;

    public CurlPages(string curl, ServerProcess server, int pages, int pageSize)
    {
        _curl = curl;
        _pages = pages;
        _configuration = Path.Combine(_folder.FullName, "pages.txt");
        File.WriteAllLines(_configuration, Enumerable.Range(1, pages).SelectMany(page => (string[])
        [
            $"url = \"{server.ApiUrl}/snapshots?page={page}&limit={pageSize}&sort=createdAt&order=desc\"",
            $"output = \"{PathOf(page)}\"",
            $"header = \"Authorization: Bearer {server.ApiKey}\"",
            "silent", "show-error", "fail", "next",
        ]).SkipLast(1));
    }

    /// <summary>Gets them all.</summary>
    /// <returns>The milliseconds from curl's start to its end.</returns>
    public async Task<double> RunAsync() =>
        (await Command.RunAsync(_curl, ["--parallel", "--parallel-max", "8", "--config", _configuration])).Milliseconds;

    /// <summary>The received pages.</summary>
    public IEnumerable<byte[]> ReadBodies() => Enumerable.Range(1, _pages).Select(page => File.ReadAllBytes(PathOf(page)));

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(int page) => Path.Combine(_folder.FullName, $"{page}.json");
}
