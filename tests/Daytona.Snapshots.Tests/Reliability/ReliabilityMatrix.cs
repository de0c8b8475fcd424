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

    // More than these are not by chance.
    private const int MaxRepeated = 10;

    // They happen only to the commands that use the part.
    private static readonly string[] Parts = ["total-", "page-", "log-", "channel-", "storage-", "registry-", "toolbox-"];

    // A command that does not end even then is stopped.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(4);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daytona-");
    private readonly ConcurrentQueue<(string Fault, CmdletForm Form)> _left = new();
    private ConcurrentBag<CellResult> _results = [];

    /// <summary>The faults: a choice of the catalog, in its order.</summary>
    public static IReadOnlyList<string> Faults { get; } = [.. FaultCatalog.Names.Where(static name => !IsLeftOut(name))];

    internal IReadOnlyCollection<CellResult> Results => _results;

    /// <summary>The results that another run of the cell replaced.</summary>
    internal IReadOnlyList<CellResult> Replaced { get; private set; } = [];

    /// <summary>The time for all cells.</summary>
    public TimeSpan Time { get; private set; }

    public async ValueTask InitializeAsync()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "app.py"), "print('hello')\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "Dockerfile"), "FROM alpine:3.20\nCOPY app.py /app.py\n");
        OciLayout.Write(Path.Combine(_folder.FullName, "image"));
        // The longest first, so that none is left alone at the end.
        foreach (CmdletForm form in CmdletForms.All.OrderByDescending(static form => form.Limit))
        {
            foreach (string fault in FaultsOf(form)) _left.Enqueue((fault, form));
        }

        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Factory.StartNew(
            Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Time = Stopwatch.GetElapsedTime(started);
        await RepeatAsync();
        if (Environment.GetEnvironmentVariable("DAYTONA_WRITE_OUTCOMES") is not null) ReliabilityPage.Write(_results);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    internal static IEnumerable<ErrorRecord> ErrorsOf(Outcome outcome) => outcome.End is null ? outcome.Errors : [.. outcome.Errors, outcome.End];

    // Variants of others that differ in nothing a cmdlet can see.
    private static bool IsLeftOut(string fault) => fault is "status-402" or "status-405" or "status-410" or "status-413" or "status-418"
        or "status-501" or "status-520" or "retry-after-negative" or "retry-after-empty" or "retry-after-past-date" or "field-huge";

    /// <summary>The faults that can happen to a form.</summary>
    internal static IEnumerable<string> FaultsOf(CmdletForm form) => Faults.Where(fault =>
        (!Parts.Any(fault.StartsWith) || (!form.IsPartial && form.Parts.Any(fault.StartsWith)))
        // The same to every request: status-429 stands for them.
        && !(form.IsPartial && fault.StartsWith("retry-after-", StringComparison.Ordinal))
        // A listing that has no total may be empty.
        && !(fault == "json-empty-array" && form.Name is ("Get region" or "Get registry" or "Get organization"))
        // Whatever a log's host sends is the log.
        && !(form.Name is ("Log" or "Log Follow") && fault == "body-huge")
        // A state that is not known may be that of a build in progress, whose log has no end yet.
        && !(form.Name == "Log Follow" && fault is ("field-text" or "field-control-characters")));

    /// <summary>The limit of a form on the clock of the machine, with the time that a slow machine needs.</summary>
    internal static TimeSpan LimitOf(CmdletForm form) => (form.Limit / Cell.ClockFactor) + Slack;

    // A busy machine must not fail a cell: the few that fail run once more, one at a time.
    private async Task RepeatAsync()
    {
        IReadOnlyDictionary<(string, string), string> expected = ReliabilityPage.Read();
        CellResult[] failed = [.. _results.Where(it => it.MayBeByChance(expected.GetValueOrDefault((it.Fault, it.Form.Name))))];
        if (failed.Length is 0 or > MaxRepeated) return;

        using var shell = new Shell();
        var repeated = new List<CellResult>();
        foreach (CellResult result in failed) repeated.Add(await RunAsync(shell, result.Fault, result.Form));
        _results = [.. _results.Except(failed), .. repeated];
        Replaced = failed;
    }

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
        await using Cell cell = await Cell.StartAsync(form);
        Connect(shell, cell, form.NeedsUser, Cell.OperationTimeoutFor(fault));
        cell.Begin(fault, form);

        long started = Stopwatch.GetTimestamp();
        string line = form.Line
            .Replace("{dockerfile}", Path.Combine(_folder.FullName, "Dockerfile"), StringComparison.Ordinal)
            .Replace("{image}", Path.Combine(_folder.FullName, "image"), StringComparison.Ordinal);
        Outcome outcome = await shell.RunUntilAsync(line, Task.Delay(2 * LimitOf(form)));
        TimeSpan time = Stopwatch.GetElapsedTime(started);

        string[] ids = [.. ErrorsOf(outcome).Select(static error => error.FullyQualifiedErrorId.Split(',')[0]).Distinct().Order(StringComparer.Ordinal)];
        return new CellResult(fault, form, ids.Length > 0 ? string.Join(" + ", ids) : outcome.Warnings.Any(static text => !SaysThatItWaits(text)) ? "ok (warning)" : "ok", time)
        {
            RawException = ErrorsOf(outcome).Select(static error => error.Exception)
                .FirstOrDefault(static exception => exception.GetType().Namespace?.StartsWith("Daytona.Snapshots", StringComparison.Ordinal) != true)?.ToString(),
            FalseWord = form.FindFalseWord(cell, outcome),
            Text = string.Join(" / ", OutcomeChecks.TextsOf(outcome)),
        };
    }

    // Such warnings depend on the speed of the machine.
    private static bool SaysThatItWaits(string warning) =>
        warning.EndsWith("Still waiting.", StringComparison.Ordinal) || warning.StartsWith("The service's rate limit", StringComparison.Ordinal);

    private static void Connect(Shell shell, Cell cell, bool isUser, TimeSpan operationTimeout)
    {
        LocalServer server = cell.Server;
        string credential = isUser ? "-AccessToken $token -OrganizationId $organization" : "-ApiKey $key";
        shell.Set("key", Secret(server.ApiKey));
        shell.Set("url", server.ApiUrl);
        shell.Set("seconds", (operationTimeout / Cell.ClockFactor).TotalSeconds);
        shell.Set("credential", new PSCredential("robot", Secret("not-a-secret")));
        if (isUser)
        {
            shell.Set("token", Secret(server.AddAccessToken("bob", server.DefaultOrganization)));
            shell.Set("organization", server.DefaultOrganization.Id);
        }

        PSObject connection = shell.Run(
            $"Connect-Daytona {credential} -ApiUrl $url -SkipCheck -OperationTimeout {operationTimeout.TotalSeconds}").AssertSucceeded().Single;
        ConnectionClock.Set(connection, new AcceleratedClock(Cell.ClockFactor));
        shell.UseConnection(connection);
    }

    private static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (char letter in text) secret.AppendChar(letter);
        return secret;
    }
}
