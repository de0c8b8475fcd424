using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using System.Security;

namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>Runs every command against every fault, each on a server of its own, many at once.</summary>
public sealed class ReliabilityMatrix : IAsyncLifetime
{
    // Most cells wait for a time limit, so that they do not need a processor each.
    private const int Workers = 48;

    // Those of listings, logs, the channel and the storage.
    private static readonly string[] OfReads = ["total-", "page-", "log-", "channel-", "storage-"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daytona-");
    private readonly ConcurrentQueue<(string Fault, CmdletForm Form)> _left = new();
    private readonly ConcurrentBag<CellResult> _results = [];

    /// <summary>The faults: a choice of the catalog, in its order.</summary>
    public static IReadOnlyList<string> Faults { get; } = [.. FaultCatalog.Names.Where(static name => !IsLeftOut(name))];

    internal IReadOnlyCollection<CellResult> Results => _results;

    /// <summary>The time for all cells.</summary>
    public TimeSpan Time { get; private set; }

    public async ValueTask InitializeAsync()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "app.py"), "print('hello')\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "Dockerfile"), "FROM alpine:3.20\nCOPY app.py /app.py\n");
        foreach (CmdletForm form in CmdletForms.All)
        {
            foreach (string fault in FaultsOf(form)) _left.Enqueue((fault, form));
        }

        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Factory.StartNew(
            Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Time = Stopwatch.GetElapsedTime(started);
        if (Environment.GetEnvironmentVariable("DAYTONA_WRITE_OUTCOMES") is not null) ReliabilityPage.Write(_results);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    internal static IEnumerable<ErrorRecord> ErrorsOf(Outcome outcome) => outcome.End is null ? outcome.Errors : [.. outcome.Errors, outcome.End];

    // Variants of others that differ in nothing a cmdlet can see, and the ports that no command here uses.
    private static bool IsLeftOut(string fault) => fault is "status-402" or "status-405" or "status-410" or "status-413" or "status-418"
        or "status-501" or "status-520" or "retry-after-negative" or "retry-after-empty" or "retry-after-past-date" or "field-huge"
        || fault.StartsWith("registry-", StringComparison.Ordinal) || fault.StartsWith("toolbox-", StringComparison.Ordinal);

    /// <summary>The faults that can happen to a form.</summary>
    internal static IEnumerable<string> FaultsOf(CmdletForm form) => Faults.Where(fault =>
        (form.Method is null || !OfReads.Any(fault.StartsWith))
        // Whatever a log's host sends is the log.
        && !(form.NeedsBuild && fault == "body-huge")
        // A state that is not known may be that of a build in progress, whose log has no end yet.
        && !(form.Name == "Log Follow" && fault is ("field-text" or "field-control-characters")));

    private void Work()
    {
        using var shell = new Shell();
        while (_left.TryDequeue(out (string Fault, CmdletForm Form) next)) 
        {
            _results.Add(RunAsync(shell, next.Fault, next.Form).GetAwaiter().GetResult());
        }
    }

    private async Task<CellResult> RunAsync(Shell shell, string fault, CmdletForm form)
    {
        await using Cell cell = await Cell.StartAsync(form.NeedsBuild);
        var key = new SecureString();
        foreach (char letter in cell.Server.ApiKey) key.AppendChar(letter);
        shell.Set("key", key);
        shell.Set("url", cell.Server.ApiUrl);
        shell.UseConnection(shell.Run($"Connect-Daytona -ApiKey $key -ApiUrl $url -SkipCheck -OperationTimeout {Cell.OperationTimeout.TotalSeconds}").AssertSucceeded().Single);
        cell.Begin(fault, form.Method);

        long started = Stopwatch.GetTimestamp();
        Outcome outcome = await shell.RunUntilAsync(
            form.Line.Replace("{dockerfile}", Path.Combine(_folder.FullName, "Dockerfile"), StringComparison.Ordinal), Task.Delay(2 * form.Limit));
        TimeSpan time = Stopwatch.GetElapsedTime(started);

        string[] ids = [.. ErrorsOf(outcome).Select(static error => error.FullyQualifiedErrorId.Split(',')[0]).Distinct().Order(StringComparer.Ordinal)];
        return new CellResult(fault, form, ids.Length > 0 ? string.Join(" + ", ids) : outcome.Warnings.Count > 0 ? "ok (warning)" : "ok", time)
        {
            RawException = ErrorsOf(outcome).Select(static error => error.Exception)
                .FirstOrDefault(static exception => exception.GetType().Namespace?.StartsWith("Daytona.Snapshots", StringComparison.Ordinal) != true)?.ToString(),
            FalseWord = form.FindFalseWord(cell, outcome),
        };
    }
}
