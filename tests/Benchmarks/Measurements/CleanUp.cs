using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Benchmarks.Server;

namespace Daytona.Benchmarks.Measurements;

/// <summary>
/// Measures correctness: removes the failed snapshots out of 10,000, while pages arrive out of order and another client creates
/// and removes snapshots. All snapshots that were failed throughout must be removed, and no others.
/// </summary>
internal sealed class CleanUp : Measurement
{
    private const int Snapshots = 10_000;
    private const int GeneralSnapshots = 150;
    private const int SeedsPerRound = 4;
    private const int MaxDelay = 40;

    private static readonly TimeSpan RemovalDelay = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public override string Name => "cleanup";

    /// <inheritdoc/>
    public override bool IsDefault => false;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds)
    {
        int seeds = rounds * SeedsPerRound;
        int wrong = 0;
        for (int seed = 1; seed <= seeds; seed++)
        {
            try
            {
                if (!await RunAsync(tools, new Random(seed), seed)) wrong++;
            }
            catch (BenchmarkException exception)
            {
                Console.WriteLine($"  seed {seed,2}: WRONG: {exception.Message}");
                wrong++;
            }
        }

        return
        [
            Finding.Bounded(
                "Clean up 10,000 amid changes", $"{seeds - wrong} of {seeds} runs right", "", wrong, most: 0, " runs wrong"),
        ];
    }

    private static async Task<bool> RunAsync(Toolbox tools, Random random, int seed)
    {
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { RemovalDelay = RemovalDelay, RecordedRequests = 0 });
        List<LocalSnapshot> own = Fill(server);
        AddDelays(server, random);
        ServerAddress address = ServerAddress.Of(server);
        await using ContenderProcess module = ContenderProcess.StartModule(tools, address);
        using var other = new OtherClient(address, seed, own.Select(static it => it.Id.ToString()));

        // Fixed now: those of the cleaning turn to other states.
        HashSet<Guid> failed = [.. own.Where(static it => it.State == "error").Select(static it => it.Id)];
        using var stop = new CancellationTokenSource();
        Task interfering = other.RunAsync(stop.Token);
        TaskResult result = await module.RunAsync("clean");
        await stop.CancelAsync();
        await interfering;

        HashSet<string> left =
        [
            .. server.Snapshots.Where(static it => it.State != "removing").Select(static it => it.Id.ToString()),
        ];
        int missed = failed.Count(id => left.Contains(id.ToString()));
        IEnumerable<string> neverFailed = server.Snapshots.Where(static it => it.General).Concat(own)
            .Where(it => !failed.Contains(it.Id)).Select(static it => it.Id.ToString())
            .Concat(other.Created.Where(static it => it.Value).Select(static it => it.Key));
        int lost = neverFailed.Count(id => !left.Contains(id) && !other.Removed.Contains(id));
        int generals = server.Snapshots.Count(static it => it.General);
        bool isRight = missed == 0 && lost == 0 && generals == GeneralSnapshots;
        Console.WriteLine(
            $"  seed {seed,2}: {result.Count} removed, {other.Created.Count} created and {other.Removed.Count} removed by another client "
            + $"meanwhile, {missed} missed, {lost} removed wrongly: {(isRight ? "right" : "WRONG")}");
        return isRight;
    }

    private static List<LocalSnapshot> Fill(LocalServer server)
    {
        List<LocalSnapshot> own = [.. Enumerable.Range(0, Snapshots).Select(i =>
            server.AddSnapshot($"own-{i:D5}", i % 2 == 1 ? "error" : "active"))];
        for (int i = 0; i < GeneralSnapshots; i++)
            server.AddSnapshot($"general-{i:D3}", "active", static it => it.General = true);
        return own;
    }

    /// <summary>Delays some pages and responses, so that they arrive out of order.</summary>
    private static void AddDelays(LocalServer server, Random random)
    {
        foreach (int every in (int[])[7, 5, 3, 2])
        {
            server.Faults.Add(new Fault
            {
                Method = "GET",
                Path = "/api/snapshots",
                Every = every,
                Kind = random.Next(2) == 0 ? FaultKind.Delay : FaultKind.DelayAfter,
                Delay = TimeSpan.FromMilliseconds(random.Next(1, MaxDelay)),
            });
        }
    }
}
