using Microsoft.Extensions.Time.Testing;

namespace Daytona.Snapshots.Client.Tests;

public sealed class LoginTests : ClientTest
{
    [Fact]
    public async Task A_wrong_key_is_one_failed_login_however_many_calls_are_made_at_once()
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
    public async Task A_maintenance_before_the_first_login_does_not_let_a_wrong_key_through_eight_times()
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
    public async Task A_refused_key_is_asked_about_again_after_a_minute_and_not_before()
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
    public async Task A_good_key_lets_all_calls_go_at_once_after_the_first()
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
    public async Task An_address_that_is_blocked_for_failed_logins_is_told_and_not_waited_for()
    {
        Server.Faults.Add(Fault.LoginBlocked(60));
        using DaytonaClient client = Connect(time: new WatchedClock());

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => client.Regions.ListAsync(Cancelled));

        Assert.Equal((429, "failed-auth"), (error.StatusCode, error.RateLimit?.Limiter));
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
