using System.Collections.Concurrent;
using System.Management.Automation;
using System.Security;

namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>
/// Runs the chosen combinations, each on a separate server; or all of them if the environment variable names a file, which gets the
/// table of their outcomes.
/// </summary>
public sealed class ReliabilityRun : IAsyncLifetime
{
    private const string Variable = "DAYTONA_RELIABILITY";

    // A command that does not end even then is stopped. No outcome depends on it.
    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("daytona-");
    private readonly ConcurrentQueue<Combination> _left = new();
    private readonly ConcurrentBag<Result> _results = [];

    internal static IReadOnlyList<Combination> Combinations { get; } =
        Table is null ? Reliability.Combinations.Chosen : Reliability.Combinations.All;

    internal IReadOnlyCollection<Result> Results => _results;

    private static string? Table => Environment.GetEnvironmentVariable(Variable);

    public async ValueTask InitializeAsync()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "app.py"), "print('hello')\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "Dockerfile"), "FROM alpine:3.20\nCOPY app.py /app.py\n");
        OciLayout.Write(Path.Combine(_folder.FullName, "image"));
        // The longest first, so that none is left at the end.
        foreach (Combination combination in Combinations.OrderByDescending(static it => Cell.IsSlow(it.Fault))) _left.Enqueue(combination);

        // Most wait for a time limit, so that they do not need a processor each. A shell costs as much as several combinations.
        int workers = Table is null ? 16 : 48;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(
            Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        if (Table is { } path) ReliabilityTable.Write(path, _results);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    internal static IEnumerable<ErrorRecord> ErrorsOf(Outcome outcome) => outcome.End is null ? outcome.Errors : [.. outcome.Errors, outcome.End];

    private void Work()
    {
        using var shell = Shell.Open();
        while (_left.TryDequeue(out Combination? next)) _results.Add(RunAsync(shell, next).GetAwaiter().GetResult());
    }

    private async Task<Result> RunAsync(Shell shell, Combination combination)
    {
        CmdletForm form = combination.Form;
        await using Cell cell = await Cell.StartAsync(combination);
        Connect(shell, cell, combination);
        Fault fault = cell.Begin(combination);

        string line = form.Line
            .Replace("{dockerfile}", Path.Combine(_folder.FullName, "Dockerfile"), StringComparison.Ordinal)
            .Replace("{image}", Path.Combine(_folder.FullName, "image"), StringComparison.Ordinal);
        Task stop = Task.Delay(LongestTime);
        Outcome outcome = await shell.RunUntilAsync(line, stop);

        string[] ids = [.. ErrorsOf(outcome).Select(static error => error.FullyQualifiedErrorId.Split(',')[0]).Distinct().Order(StringComparer.Ordinal)];
        return new Result(combination, ids)
        {
            Faults = fault.Times,
            IsStopped = stop.IsCompleted,
            HasWarning = outcome.Warnings.Any(static text => !SaysThatItWaits(text)),
            RawException = ErrorsOf(outcome).Select(static error => error.Exception)
                .FirstOrDefault(static exception => exception.GetType().Namespace?.StartsWith("Daytona.Snapshots", StringComparison.Ordinal) != true)?.ToString(),
            FalseWord = form.FindFalseWord(cell, outcome),
            Text = string.Join(" / ", OutcomeChecks.TextsOf(outcome)),
        };
    }

    // Such warnings depend on the speed of the machine.
    private static bool SaysThatItWaits(string warning) =>
        warning.EndsWith("Still waiting.", StringComparison.Ordinal) || warning.StartsWith("The service's rate limit", StringComparison.Ordinal);

    private static void Connect(Shell shell, Cell cell, Combination combination)
    {
        LocalServer server = cell.Server;
        TimeSpan limit = Cell.OperationTimeoutFor(combination);
        string credential = combination.Form.NeedsUser ? "-AccessToken $token -OrganizationId $organization" : "-ApiKey $key";
        shell.Set("key", Secret(server.ApiKey));
        shell.Set("url", server.ApiUrl);
        shell.Set("seconds", (limit / Cell.ClockFactor).TotalSeconds);
        shell.Set("credential", new PSCredential("robot", Secret("not-a-secret")));
        if (combination.Form.NeedsUser)
        {
            shell.Set("token", Secret(server.AddAccessToken("bob", server.DefaultOrganization)));
            shell.Set("organization", server.DefaultOrganization.Id);
        }

        PSObject connection = shell.Run(
            $"Connect-Daytona {credential} -ApiUrl $url -SkipCheck -OperationTimeout {limit.TotalSeconds}").AssertSucceeded().Single;
        ConnectionClock.Set(connection, new Client.Tests.AcceleratedClock(Cell.ClockFactor));
        shell.UseConnection(connection);
    }

    private static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (char letter in text) secret.AppendChar(letter);
        return secret;
    }
}
