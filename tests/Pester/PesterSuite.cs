using System.Collections.Concurrent;
using System.Reflection;

namespace Daytona.Pester;

/// <summary>Files <c>*.Tests.ps1</c> under one version of Pester. Each file runs once, when its first case is needed.</summary>
/// <param name="majorVersion">The major version of Pester.</param>
/// <param name="files">The names of the files, or a pattern.</param>
internal sealed class PesterSuite(int majorVersion, params string[] files) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<PesterRun>>> _runs = new();
    private readonly SemaphoreSlim _turn = new(1);
    private PesterRunner? _runner;

    /// <summary>Gets the folder of the files.</summary>
    public static string Folder { get; } = GetMetadata("SuiteFolder");

    /// <summary>Finds the cases without running them.</summary>
    /// <returns>A row of file and name for each.</returns>
    public async Task<IReadOnlyCollection<TheoryDataRow<string, string>>> DiscoverAsync() =>
        [.. (await RunAsync(files.SelectMany(it => Directory.GetFiles(Folder, it)).Order(), skipRun: true)).Cases.Select(it => new TheoryDataRow<string, string>(it.File, it.Name)
        {
            TestDisplayName = $"Pester {majorVersion}: {it.Name}",
            Label = "",
            Traits = { ["Name"] = [it.Name] },
        })];

    /// <summary>Passes, fails or skips the current test as Pester does the case.</summary>
    public async Task VerifyAsync(string file, string name)
    {
        PesterRun run = await _runs.GetOrAdd(file, it => new(() => RunAsync([Path.Combine(Folder, it)], skipRun: false))).Value;
        if (run.Problem.Length > 0) Assert.Fail(run.Problem);

        PesterCase found = Assert.Single(run.Cases, it => it.Name == name);
        if (found.Outcome == "Skipped") Assert.Skip("Pester skips it in this shell.");
        if (found.Outcome != "Passed") Assert.Fail($"{found.Outcome}: {found.Message}");
    }

    /// <summary>Ends the shell.</summary>
    public void Dispose()
    {
        _runner?.Dispose();
        _turn.Dispose();
    }

    private async Task<PesterRun> RunAsync(IEnumerable<string> paths, bool skipRun)
    {
        await _turn.WaitAsync();
        try
        {
            _runner ??= new PesterRunner(GetMetadata($"Pester{majorVersion}"));
            return await _runner.RunAsync(paths, skipRun);
        }
        catch (InvalidOperationException)
        {
            // The next file gets a new shell.
            _runner?.Dispose();
            _runner = null;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static string GetMetadata(string key) => typeof(PesterSuite).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == key).Value!;
}
