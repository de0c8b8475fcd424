using Daytona.Snapshots.Client.Tests.Http;
using Microsoft.AspNetCore.Http;

namespace Daytona.Snapshots.Client.Tests.Logs;

/// <summary>Logs that are not followed: what was asked for and can't be had is an exception.</summary>
public sealed class BuildLogNowTests
{
    [Theory]
    [InlineData(401, typeof(DaytonaApiException))]
    [InlineData(403, typeof(DaytonaApiException))]
    [InlineData(500, typeof(DaytonaApiException))]
    [InlineData(302, typeof(DaytonaConnectionException))]
    [InlineData(200, typeof(DaytonaConnectionException))]
    public async Task An_unreadable_log_throws(int status, Type exception)
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(async (context, _, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html";
            if (status == 302) context.Response.Headers.Location = "/elsewhere";
            await context.Response.WriteAsync("<html>Please log in</html>");
        });
        // The snapshot is active, so that the API has no log any more.
        reading.Server.On(LogReading.ApiPath, static _ => Task.CompletedTask);

        Exception? error = await Record.ExceptionAsync(() => reading.ReadAsync(LogReading.AtOnce));

        Assert.IsType(exception, error);
        Assert.Empty(reading.Lines);
    }

    [Fact]
    public async Task A_log_that_always_breaks_off_throws_after_its_lines()
    {
        await using LogReading reading = await LogReading.StartAsync();
        await using var host = new RawServer(static _ => "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\none\ntwo");
        reading.NameAddress(host.Url);
        reading.Server.On(LogReading.ApiPath, static _ => Task.CompletedTask);

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(
            () => reading.ReadAsync(LogReading.AtOnce));

        Assert.Equal(ConnectionFailure.Broken, error.Failure);
        Assert.Equal(["one", "two"], reading.Lines);
    }

    [Fact]
    public async Task A_log_that_hangs_is_abandoned()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static async (context, _, _) =>
        {
            await LogReading.WriteAsync(context, "one\n");
            await LogReading.StayOpenAsync(context);
        });
        reading.Server.On(LogReading.ApiPath, static _ => Task.CompletedTask);

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(
            () => reading.ReadAsync(LogReading.AtOnce with { IdleAtEnd = TimeSpan.FromSeconds(1) }));

        Assert.Equal(ConnectionFailure.Timeout, error.Failure);
        Assert.Equal(["one"], reading.Lines);
    }

    [Fact]
    public async Task A_log_that_hangs_is_completed_from_the_API()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static (context, _, _) => LogReading.StayOpenAsync(context));
        reading.Server.On(LogReading.ApiPath, static context => LogReading.WriteAsync(context, "one\ntwo\n"));

        await reading.ReadAsync(new BuildLogTimes { IdleAtEnd = TimeSpan.FromSeconds(1) });

        Assert.Equal(["one", "two"], reading.Lines);
        Assert.Single(reading.Observer.Warnings);
    }

    [Fact]
    public async Task A_log_that_trickles_in_is_abandoned()
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.OnLog(static async (context, _, _) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await LogReading.WriteAsync(context, ".");
                await Task.Delay(10, context.RequestAborted);
            }
        });

        DaytonaConnectionException error = await Assert.ThrowsAsync<DaytonaConnectionException>(
            () => reading.ReadAsync(new BuildLogTimes { Whole = TimeSpan.FromMilliseconds(300) }));

        Assert.Equal(ConnectionFailure.Timeout, error.Failure);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"url":"/relative"}""")]
    public async Task An_invalid_log_URL_is_unexpected(string json)
    {
        await using LogReading reading = await LogReading.StartAsync();
        reading.Server.OnJson(LogReading.UrlPath, 200, json);

        await Assert.ThrowsAsync<UnexpectedResponseException>(reading.ReadAsync);
    }
}
