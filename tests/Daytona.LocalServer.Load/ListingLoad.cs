using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;

namespace Daytona.Local.Load;

/// <summary>Sends listing requests of 200 snapshots at a steady rate, whether the answers keep up or not.</summary>
internal sealed class ListingLoad : IDisposable
{
    private readonly HttpClient _http;
    private readonly ServerProcess _server;

    public ListingLoad(ServerProcess server)
    {
        _server = server;
        _http = new HttpClient(
            new SocketsHttpHandler { MaxConnectionsPerServer = 32 }) { BaseAddress = new Uri(server.ApiUrl + "/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.ApiKey);
    }

    /// <summary>Reads every page of 200 in an order, once.</summary>
    public async Task ReadAllAsync(int snapshots, string sort, string order)
    {
        for (int page = 1; page <= (snapshots + 199) / 200; page++) await SendAsync(page, sort, order);
    }

    public async Task RunAsync(string title, int perSecond, TimeSpan duration, int pages)
    {
        for (int i = 0; i < 200; i++) await SendAsync(1, "createdAt", "desc");

        var times = new ConcurrentBag<double>();
        int failures = 0;
        long bytes = 0;
        List<Task> pending = [];
        TimeSpan processorBefore = _server.ProcessorTime;
        var clock = Stopwatch.StartNew();
        int total = (int)(perSecond * duration.TotalSeconds);
        for (int i = 0; i < total; i++)
        {
            TimeSpan due = TimeSpan.FromSeconds((double)i / perSecond);
            if (due > clock.Elapsed) await Task.Delay(due - clock.Elapsed);
            int page = 1 + (i % pages);
            pending.Add(Task.Run(async () =>
            {
                // From when it was due: a request that waits for its turn is slow as well.
                try
                {
                    Interlocked.Add(ref bytes, await SendAsync(page, "createdAt", "desc"));
                    times.Add((clock.Elapsed - due).TotalMilliseconds);
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref failures);
                }
            }));
        }

        await Task.WhenAll(pending);
        TimeSpan taken = clock.Elapsed;
        double[] sorted = [.. times.Order()];
        Console.WriteLine(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"""
            {title}
              asked for {perSecond} a second for {duration.TotalSeconds:0} s: {sorted.Length / taken.TotalSeconds:0} a second answered, {failures} failed
              {bytes / 1024d / 1024d / taken.TotalSeconds:0} MiB a second; half within {sorted[sorted.Length / 2]:0.0} ms, 99 % within {sorted[(int)(sorted.Length * 0.99)]:0.0} ms, all within {sorted[^1]:0} ms
              server: {(_server.ProcessorTime - processorBefore) / taken:0.00} processors, {_server.MebibytesNow:0} MiB now, {_server.MebibytesAtMost:0} MiB at most
            """));
    }

    public void Dispose() => _http.Dispose();

    private async Task<long> SendAsync(int page, string sort, string order)
    {
        byte[] body = await _http.GetByteArrayAsync($"snapshots?limit=200&page={page}&sort={sort}&order={order}");
        return body.Length;
    }
}
