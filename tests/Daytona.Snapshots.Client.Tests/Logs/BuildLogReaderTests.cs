using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Daytona.Snapshots.Client.Tests.Logs;

public sealed class BuildLogReaderTests
{
    private static readonly BuildLogTimes Times = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_log_that_is_cut_repeatedly_arrives_complete_and_in_order(bool abort)
    {
        string[] lines = [.. Enumerable.Range(1, 10_000).Select(static i => $"{i:000000} Größe 日本語 🚀 of layer {i * 7919 % 1000}")];
        byte[] log = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        int[] rockets = [.. Rockets(log)];
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(async (context, _, number) =>
        {
            // Two of the four bytes of a character, every hundred lines.
            int cut = number * 100;
            int end = cut < rockets.Length ? rockets[cut] + 2 : log.Length;
            await context.Response.Body.WriteAsync(log.AsMemory(0, end), LogReading.Cancelled);
            await context.Response.Body.FlushAsync(LogReading.Cancelled);
            if (end == log.Length)
            {
                await LogReading.StayOpenAsync(context);
            }
            else if (abort)
            {
                // An abort discards what is still on its way, and a connection that brings nothing new again and again is given up.
                await reading.SeeAsync(lines[cut - 1]);
                context.Abort();
            }
        });

        Task<BuildFailure?> read = reading.FollowAsync(LogReading.AtOnce);
        await reading.SeeAsync(lines[^1]);
        reading.OnLog(async (context, _, _) => await context.Response.Body.WriteAsync(log, LogReading.Cancelled));
        reading.End();
        await read;

        Assert.Equal(lines, reading.Lines);
        Assert.InRange(reading.Server.Count(LogReading.LogPath), 100, 200);
        Assert.Empty(reading.Observer.Warnings);
    }

    [Fact]
    public async Task The_final_state_ends_a_followed_log_and_completes_it()
    {
        const string begin = "Step 1/1 : FROM a:1\n";
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(async (context, follow, _) =>
        {
            await LogReading.WriteAsync(context, begin);
            if (follow) await LogReading.StayOpenAsync(context);
            else await LogReading.WriteAsync(context, "COPY failed: no such file");
        });

        Task<BuildFailure?> read = reading.FollowAsync();
        await reading.SeeAsync("Step 1/1 : FROM a:1");
        reading.End();
        BuildFailure? failure = await read;

        Assert.Equal(["Step 1/1 : FROM a:1", "COPY failed: no such file"], reading.Lines);
        Assert.Equal("Step 1/1 (FROM a:1): COPY failed: no such file", failure!.ToString());
        Assert.Equal(["?follow=true", ""], QueriesOf(reading));
    }

    [Fact]
    public async Task Log_requests_identify_their_sender()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static (context, _, _) => LogReading.WriteAsync(context, "line\n"));

        await reading.ReadAsync();

        IReadOnlyDictionary<string, string> headers = reading.Server.Requests[^1].Headers;
        Assert.Equal("Bearer dtn_secret", headers["Authorization"]);
        Assert.Equal("org", headers["X-Daytona-Organization-ID"]);
        Assert.Equal("tests", headers["X-Daytona-Source"]);
        Assert.Equal("Tests/1.0", headers["User-Agent"]);
        Assert.All(reading.Observer.Requests, static line => Assert.DoesNotContain("dtn_secret", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subdomain_of_localhost_is_this_machine()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.NameAddress(new UriBuilder(reading.Server.Url) { Host = "proxy.localhost", Path = LogReading.LogPath }.Uri);
        reading.OnLog(static (context, _, _) => LogReading.WriteAsync(context, "line\n"));

        await reading.ReadAsync();

        Assert.Equal(["line"], reading.Lines);
        Assert.Equal($"proxy.localhost:{reading.Server.Url.Port}", reading.Server.Requests[^1].Headers["Host"]);
    }

    [Fact]
    public async Task An_unreachable_log_host_is_one_warning_and_the_API_is_read()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.NameAddress(new Uri($"http://127.0.0.1:{UnusedPort()}/log"));
        string[] answers = ["first\nsec", "first\nsecond\n", "", "first\nsecond\nthird"];
        int look = 0;
        reading.Server.On(LogReading.ApiPath, context => LogReading.WriteAsync(context, answers[Math.Min(look++, 3)]));

        Task<BuildFailure?> read = reading.FollowAsync();
        await reading.SeeAsync("first");
        await reading.Clock.PassAsync(Times.Poll);
        await reading.SeeAsync("second");
        await reading.Clock.PassAsync(Times.Poll);
        await reading.Clock.SeeAsync(Times.Poll);
        reading.End();
        await read;

        Assert.Equal(["first", "second", "third"], reading.Lines);
        Assert.Contains("does not accept connections", Assert.Single(reading.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_credential_is_not_sent_to_a_remote_log_host_over_http()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.NameAddress(new Uri("http://proxy.example.com/log"));
        reading.Server.On(LogReading.ApiPath, static context => LogReading.WriteAsync(context, "line"));

        await reading.ReadAsync();

        Assert.Equal(["line"], reading.Lines);
        Assert.Contains("plain http", Assert.Single(reading.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static (context, _, _) =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        reading.Server.On(LogReading.ApiPath, static context => LogReading.WriteAsync(context, "line"));

        await reading.ReadAsync();

        Assert.Equal(["line"], reading.Lines);
        Assert.Equal(0, reading.Server.Count("/elsewhere"));
        Assert.Contains("redirects the request", Assert.Single(reading.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_credential_is_not_sent_to_the_log_host_again()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.Server.OnJson(LogReading.LogPath, 401, """{"message":"Unauthorized"}""");
        reading.Server.On(LogReading.ApiPath, static context => LogReading.WriteAsync(context, "line\n"));

        Task<BuildFailure?> read = reading.FollowAsync();
        await reading.SeeAsync("line");
        reading.End();
        await read;

        Assert.Equal(1, reading.Server.Count(LogReading.LogPath));
    }

    [Fact]
    public async Task A_log_host_that_keeps_breaking_off_is_abandoned()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static (context, _, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        reading.Server.On(LogReading.ApiPath, static context => LogReading.WriteAsync(context, "line\n"));

        Task<BuildFailure?> read = reading.FollowAsync();
        foreach (int milliseconds in new[] { 500, 1000, 2000, 4000 }) await reading.Clock.PassAsync(TimeSpan.FromMilliseconds(milliseconds));
        await reading.SeeAsync("line");
        reading.End();
        await read;

        Assert.Equal(["line"], reading.Lines);
        Assert.Single(reading.Observer.Warnings);
    }

    [Fact]
    public async Task An_empty_log_is_requested_at_growing_intervals()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static (context, _, _) => LogReading.WriteAsync(context, "line\n"));

        Task<BuildFailure?> read = reading.FollowAsync();
        foreach (double seconds in new[] { 0.25, 0.5, 1, 2, 4, 8, 16, 30, 30 }) await reading.Clock.PassAsync(TimeSpan.FromSeconds(seconds));
        await reading.Clock.SeeAsync(Times.Reconnection.Max);
        Assert.Equal(10, reading.Server.Count(LogReading.LogPath));
        reading.End();
        await read;

        Assert.Equal(["line"], reading.Lines);
        Assert.Empty(reading.Observer.Warnings);
    }

    [Fact]
    public async Task A_silent_connection_is_reopened()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static async (context, _, number) =>
        {
            await LogReading.WriteAsync(context, number == 1 ? "first\n" : "first\nsecond\n");
            await LogReading.StayOpenAsync(context);
        });

        Task<BuildFailure?> read = reading.FollowAsync();
        await reading.SeeAsync("first");
        await reading.Clock.PassAsync(Times.Idle);
        await reading.Clock.PassAsync(Times.Reconnection.First);
        await reading.SeeAsync("second");
        reading.OnLog(static (context, _, _) => LogReading.WriteAsync(context, "first\nsecond\n"));
        reading.End();
        await read;

        Assert.Equal(["first", "second"], reading.Lines);
        Assert.Empty(reading.Observer.Warnings);
    }

    [Fact]
    public async Task A_partial_line_is_shown_once_after_a_pause()
    {
        var goOn = new TaskCompletionSource();
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(async (context, follow, _) =>
        {
            await LogReading.WriteAsync(context, "Downloading");
            if (follow) await goOn.Task;
            await LogReading.WriteAsync(context, " done\nnext\n");
            if (follow) await LogReading.StayOpenAsync(context);
        });

        Task<BuildFailure?> read = reading.FollowAsync();
        await reading.Clock.PassAsync(Times.Quiet);
        await reading.SeeAsync("Downloading");
        goOn.SetResult();
        await reading.SeeAsync("next");
        reading.End();
        await read;

        Assert.Equal(["Downloading", " done", "next"], reading.Lines);
    }

    [Fact]
    public async Task A_snapshot_that_was_not_built_has_no_log()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.Server.OnJson(LogReading.UrlPath, 404, $$"""{"statusCode":404,"message":"Snapshot {{LogReading.Id}} has no build info"}""");

        Assert.Null(await reading.FollowAsync());

        Assert.Empty(reading.Lines);
        Assert.Empty(reading.Observer.Warnings);
        Assert.Equal(1, reading.Server.Count(LogReading.UrlPath));
    }

    [Fact]
    public async Task Following_waits_for_a_builder()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.Server.OnJson(
            LogReading.UrlPath, 404, $$"""{"statusCode":404,"message":"Timeout waiting for build runner assignment for snapshot {{LogReading.Id}}"}""");
        reading.OnLog(static (context, _, _) => LogReading.WriteAsync(context, "line\n"));

        Task<BuildFailure?> read = reading.FollowAsync();
        await reading.Clock.PassAsync(Times.Reconnection.First);
        await reading.Clock.SeeAsync(Times.Reconnection.First);
        reading.NameAddress(new Uri(reading.Server.Url, LogReading.LogPath));
        reading.Clock.Advance(Times.Reconnection.First);
        await reading.SeeAsync("line");
        reading.End();
        await read;

        Assert.Equal(["line"], reading.Lines);
        Assert.Empty(reading.Observer.Warnings);
    }

    [Fact]
    public async Task A_log_that_does_not_exist_yet_is_requested_again()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static (context, _, number) =>
        {
            context.Response.StatusCode = number <= 6 ? 404 : 200;
            return number <= 6 ? Task.CompletedTask : LogReading.WriteAsync(context, "line\n");
        });

        Task<BuildFailure?> read = reading.FollowAsync();
        foreach (double seconds in new[] { 0.5, 1, 2, 4, 8, 16 }) await reading.Clock.PassAsync(TimeSpan.FromSeconds(seconds));
        await reading.SeeAsync("line");
        reading.End();
        await read;

        Assert.Empty(reading.Observer.Warnings);
    }

    [Fact]
    public async Task No_log_is_read_for_a_cached_build()
    {
        var asked = new TaskCompletionSource();
        await using LogReading reading = await LogReading.StartAsync();
        reading.Server.On(LogReading.UrlPath, async context =>
        {
            asked.SetResult();
            await LogReading.StayOpenAsync(context);
        });

        Task<BuildFailure?> read = reading.FollowAsync();
        await asked.Task;
        reading.End(new Snapshot { Id = LogReading.Id, State = SnapshotState.Active });

        Assert.Null(await read);
        Assert.Equal([LogReading.UrlPath], reading.Server.Requests.Select(static request => request.Path));
    }

    [Fact]
    public async Task The_log_of_a_build_that_just_ended_is_read()
    {
        var asked = new TaskCompletionSource();
        await using LogReading reading = await LogReading.StartAsync();
        reading.Server.On(LogReading.UrlPath, async context =>
        {
            asked.SetResult();
            await LogReading.StayOpenAsync(context);
        });
        reading.OnLog(static (context, _, _) => LogReading.WriteAsync(context, "line"));

        Task<BuildFailure?> read = reading.FollowAsync();
        await asked.Task;
        reading.NameAddress(new Uri(reading.Server.Url, LogReading.LogPath));
        reading.End();
        await read;

        Assert.Equal(["line"], reading.Lines);
        Assert.Equal([""], QueriesOf(reading));
    }

    [Fact]
    public async Task Waiting_for_the_rest_of_a_log_is_limited()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static async (context, _, _) =>
        {
            await LogReading.WriteAsync(context, "line\n");
            await LogReading.StayOpenAsync(context);
        });

        Task<BuildFailure?> read = reading.FollowAsync();
        await reading.SeeAsync("line");
        reading.End();
        await reading.Clock.PassAsync(Times.RestOfFailure);
        await read;

        Assert.Equal(["line"], reading.Lines);
        Assert.Contains("in time", Assert.Single(reading.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_wait_ends_the_log_without_an_error()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static async (context, _, _) =>
        {
            await LogReading.WriteAsync(context, "line\n");
            await LogReading.StayOpenAsync(context);
        });

        Task<BuildFailure?> read = reading.FollowAsync();
        await reading.SeeAsync("line");
        reading.End(new SnapshotTimeoutException("over") { Timeout = TimeSpan.FromMinutes(1) });
        await read;

        Assert.Equal(["?follow=true"], QueriesOf(reading));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public async Task A_forbidden_log_is_a_warning_while_a_build_is_followed(int status)
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.Server.OnJson(LogReading.UrlPath, status, """{"message":"Access denied"}""");

        Assert.Null(await reading.FollowAsync());

        Assert.Contains("Access denied", Assert.Single(reading.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forbidden_log_is_an_error_if_only_the_log_is_requested()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.Server.OnJson(LogReading.UrlPath, 404, """{"statusCode":404,"message":"Snapshot has no build info"}""");

        DaytonaApiException exception = await Assert.ThrowsAsync<DaytonaApiException>(reading.ReadAsync);

        Assert.Equal("Snapshot has no build info", exception.Message);
    }

    [Fact]
    public async Task A_log_that_breaks_off_is_resumed()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(async (context, _, number) =>
        {
            await LogReading.WriteAsync(context, "first\nsec");
            if (number > 1)
            {
                await LogReading.WriteAsync(context, "ond\n");
                return;
            }

            await reading.SeeAsync("first");
            context.Abort();
        });

        Task<BuildFailure?> read = reading.ReadAsync();
        await reading.Clock.PassAsync(Times.Reconnection.First);
        await read;

        Assert.Equal(["first", "second"], reading.Lines);
    }

    [Fact]
    public async Task Canceling_ends_a_followed_log_at_once()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(LogReading.Cancelled);
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static async (context, _, _) =>
        {
            await LogReading.WriteAsync(context, "line\n");
            await LogReading.StayOpenAsync(context);
        });

        Task<BuildFailure?> read = reading.FollowAsync(stopping.Token);
        await reading.SeeAsync("line");
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    private static IEnumerable<string> QueriesOf(LogReading reading) =>
        reading.Server.Requests.Where(static request => request.Path == LogReading.LogPath).Select(static request => request.Query);

    private static IEnumerable<int> Rockets(byte[] log)
    {
        byte[] rocket = Encoding.UTF8.GetBytes("🚀");
        for (int i = 0; i < log.Length; i++)
        {
            if (log[i] == rocket[0] && log.AsSpan(i).StartsWith(rocket)) yield return i;
        }
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
