using Microsoft.Extensions.Time.Testing;

namespace Daytona.Snapshots.Client.Tests;

public sealed class LoginTests : ClientTest
{
    [Fact]
    public async Task Parallel_calls_with_a_wrong_key_cause_one_failed_login()
    {
        using DaytonaClient client = Connect("dtn_wrong");

        foreach (Task<IReadOnlyList<Region>> call in CallEightTimesAtOnce(client))
        {
            DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => call);
            Assert.Equal((401, "Invalid credentials"), (error.StatusCode, error.Message));
        }

        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_wrong_key_causes_one_failed_login_after_maintenance()
    {
        Server.Options.Maintenance = true;
        using DaytonaClient client = Connect("dtn_wrong", new HurriedClock());
        await Assert.ThrowsAsync<DaytonaApiException>(() => client.Regions.ListAsync(Cancelled));
        Server.Options.Maintenance = false;
        Server.ClearRequests();

        foreach (Task<IReadOnlyList<Region>> call in CallEightTimesAtOnce(client)) await Assert.ThrowsAsync<DaytonaApiException>(() => call);

        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_refused_key_is_tried_again_after_a_minute()
    {
        var time = new FakeTimeProvider();
        using DaytonaClient client = Connect("dtn_wrong", time);

        for (int call = 0; call < 3; call++) await Assert.ThrowsAsync<DaytonaApiException>(() => client.Regions.ListAsync(Cancelled));
        Assert.Single(Server.Requests);

        time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<DaytonaApiException>(() => client.Regions.ListAsync(Cancelled));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task After_the_first_success_calls_run_in_parallel()
    {
        // Each is held until all have come.
        using var all = new CountdownEvent(4);
        using DaytonaClient client = Connect();
        await client.Regions.ListAsync(Cancelled);
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Meanwhile,
            Meanwhile = _ =>
            {
                all.Signal();
                all.Wait(TimeSpan.FromSeconds(30));
            },
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.Regions.ListAsync(Cancelled)));

        Assert.True(all.IsSet);
    }

    [Fact]
    public async Task A_blocked_address_is_an_error_without_waiting()
    {
        Server.Faults.Add(Fault.LoginBlocked(60));
        using DaytonaClient client = Connect(time: new TestClock());

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => client.Regions.ListAsync(Cancelled));

        Assert.Equal((429, ApiErrorReason.AddressBlocked), (error.StatusCode, error.Reason));
        Assert.Equal(TimeSpan.FromSeconds(60), error.RetryAfter);
        Assert.Single(Server.Requests);
    }

    // Nothing is answered before the last of them is under way.
    private List<Task<IReadOnlyList<Region>>> CallEightTimesAtOnce(DaytonaClient client)
    {
        var called = new TaskCompletionSource();
        Server.Faults.Add(new Fault { Kind = FaultKind.Meanwhile, Meanwhile = _ => called.Task.Wait(TimeSpan.FromSeconds(30)) });
        List<Task<IReadOnlyList<Region>>> calls = [.. Enumerable.Range(0, 8).Select(_ => client.Regions.ListAsync(Cancelled))];
        called.SetResult();
        return calls;
    }
}
