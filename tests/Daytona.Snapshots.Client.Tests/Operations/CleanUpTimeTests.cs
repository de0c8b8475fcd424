using Daytona.Snapshots.Client.Tests.Oci;

namespace Daytona.Snapshots.Client.Tests.Operations;

/// <summary>
/// The time limit and what the help allows after it, for a service that is silent from any request on. Measured by the client's clock,
/// which jumps to the limit that ends a request.
/// </summary>
public sealed class CleanUpTimeTests : ClientTest
{
    private const int MaxRequests = 40;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    protected override LocalServerOptions ServerOptions => new() { RemovalDelay = TimeSpan.Zero };

    [Fact]
    public Task A_test_ends_twelve_seconds_after_its_limit() => MeasureAsync(12, async (client, name) =>
    {
        Server.AddSnapshot(name);
        await client.Snapshots.TestAsync(name, new TestSnapshotOptions { Commands = [SandboxCommand.Parse("true")], Timeout = Limit }, Cancelled);
    });

    [Fact]
    public Task A_replacement_ends_16_seconds_after_its_limit() => MeasureAsync(16, async (client, name) =>
    {
        Server.AddSnapshot(name);
        var request = new CreateSnapshotRequest { Name = name, Image = Image.FromText($"FROM alpine:3.20\nENV NAME={name}\n") };
        await client.Snapshots.SetAsync(request, new SetSnapshotOptions { Timeout = Limit }, Cancelled);
    });

    [Fact]
    public Task A_build_ends_four_seconds_after_its_limit() => MeasureAsync(4, (client, name) => client.Snapshots.CreateAsync(
        new CreateSnapshotRequest { Name = name, Image = Image.FromText($"FROM alpine:3.20\nENV NAME={name}\n") },
        new CreateSnapshotOptions { Timeout = Limit },
        Cancelled));

    [Fact]
    public Task A_capture_ends_four_seconds_after_its_limit() => MeasureAsync(4, async (client, name) =>
    {
        LocalSandbox sandbox = Server.AddSandbox(name);
        await client.Snapshots.CaptureAsync(
            new CaptureSandboxRequest { SandboxIdOrName = name, Name = name }, new CreateSnapshotOptions { Timeout = Limit }, Cancelled);
    });

    [Fact]
    public async Task A_publication_ends_two_seconds_after_its_limit()
    {
        using var folder = new TemporaryFolder();
        TestImage.WriteLayout(folder[""], ("v1", new TestImage(["one"])));
        await MeasureAsync(2, (client, name) => client.Snapshots.PublishAsync(
            LocalImageSource.FromPath(folder[""]), new CreateSnapshotRequest { Name = name }, new PublishSnapshotOptions { Timeout = Limit }, Cancelled));
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("enable")]
    [InlineData("disable")]
    public Task A_change_ends_two_seconds_after_its_limit(string change) => MeasureAsync(2, async (client, name) =>
    {
        Server.AddSnapshot(name, change == "enable" ? "inactive" : "active", static it => it.UpdatedAt = it.UpdatedAt.AddHours(-1));
        SnapshotsClient snapshots = client.Snapshots;
        if (change == "remove") await snapshots.RemoveAsync(name, new ChangeSnapshotOptions { Wait = true, Timeout = Limit }, Cancelled);
        else if (change == "enable") await snapshots.EnableAsync(name, new ChangeSnapshotOptions { Wait = true, Timeout = Limit }, Cancelled);
        else await snapshots.DisableAsync(name, new DisableSnapshotOptions { Wait = true, Timeout = Limit }, Cancelled);
    });

    /// <summary>Runs an operation against a service that is silent after no, one, two … requests, until none is left unanswered.</summary>
    private async Task MeasureAsync(int seconds, Func<DaytonaClient, string, Task> operation)
    {
        TimeSpan longest = TimeSpan.Zero;
        bool isSilent = true;
        for (int answered = 0; isSilent; answered++)
        {
            Assert.True(answered < MaxRequests);
            var clock = new HurriedClock();
            long started = clock.GetTimestamp();
            isSilent = false;
            DaytonaClient client = Connect(
                new DaytonaClientOptions
                {
                    ApiUrl = Server.ApiUrl,
                    Credential = new Secret(Server.ApiKey),
                    UseNotifications = false,
                    WrapHandler = inner => new SilentHandler(clock, answered, () => isSilent = true) { InnerHandler = inner },
                },
                clock);
            await Record.ExceptionAsync(() => operation(client, $"it{answered}"));
            TimeSpan elapsed = clock.GetElapsedTime(started);
            if (elapsed > longest) longest = elapsed;
        }

        Assert.True(longest <= Limit + TimeSpan.FromSeconds(seconds), $"It took {longest.TotalSeconds:0.0} s.");
    }

    private sealed class SilentHandler(HurriedClock clock, int answered, Action onSilence) : DelegatingHandler
    {
        private int _requests;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // A registry has other limits.
            if (!request.RequestUri!.AbsolutePath.StartsWith("/v2/", StringComparison.Ordinal) && Interlocked.Increment(ref _requests) > answered)
            {
                onSilence();
                // A log that is followed ends with the wait for its snapshot, and not by a limit.
                bool isFollowed = request.RequestUri.Query.Contains("follow", StringComparison.Ordinal)
                    || request.RequestUri.AbsolutePath.EndsWith("/build-logs-url", StringComparison.Ordinal);
                if (isFollowed) await Task.Delay(Timeout.Infinite, cancellationToken);
                clock.JumpUntil(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
