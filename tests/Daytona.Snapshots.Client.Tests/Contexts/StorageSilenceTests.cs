using System.Security.Cryptography;

namespace Daytona.Snapshots.Client.Tests.Contexts;

/// <summary>A storage that accepts a connection and sends nothing, or asks for a pause.</summary>
public sealed class StorageSilenceTests : ClientTest, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("GET", 1000, long.MaxValue)]
    [InlineData("PUT", 1000, long.MaxValue)]
    [InlineData("POST", 17 << 20, 0L)]
    public async Task A_silent_storage_is_announced_and_ends_the_upload(string method, int size, long maxPut)
    {
        var reached = new TaskCompletionSource();
        Server.Faults.Add(new Fault { Method = method, Path = "/daytona*", Kind = FaultKind.Meanwhile, Meanwhile = _ => reached.TrySetResult() });
        Server.Faults.Add(new Fault { Method = method, Path = "/daytona*", Kind = FaultKind.Silence });
        var clock = new TestClock();
        Task upload = UploadAsync(size, clock, maxPut);
        await await Task.WhenAny(reached.Task, upload);

        clock.Advance(TimeSpan.FromSeconds(10));

        string host = Server.StorageUrl.Authority;
        Assert.Contains(host, Assert.Single(_observer.Warnings), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(100));
        ContextUploadException failure = await Assert.ThrowsAsync<ContextUploadException>(() => upload);
        Assert.Contains($"{host} has not responded for 100 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_pause_of_a_storage_is_a_warning()
    {
        Server.Faults.Add(new Fault
        {
            Method = "PUT", Count = 1, Kind = FaultKind.Answer, Status = 503, Body = "<Error><Code>SlowDown</Code></Error>",
            Headers = new Dictionary<string, string> { ["Retry-After"] = "11", ["Content-Type"] = "application/xml" },
        });
        var clock = new HurriedClock();

        await UploadAsync(1000, clock);

        Assert.Contains(TimeSpan.FromSeconds(11), clock.Waits);
        Assert.Contains("in 11 s", Assert.Single(_observer.Warnings), StringComparison.Ordinal);
    }

    private async Task UploadAsync(int size, TimeProvider clock, long maxPut = long.MaxValue)
    {
        await File.WriteAllBytesAsync(_folder["file"], RandomNumberGenerator.GetBytes(size), Cancelled);
        DaytonaClient client = Connect();
        using var uploader = new ContextUploader(
            token => client.Session.Api.GetAsync<StorageAccess>("object-storage/push-access", token), client.Session.Options, _observer, clock) { MaxPut = maxPut };
        await uploader.UploadAsync([BuildContext.Read(_folder.Path, Cancelled)], null, Cancelled);
    }
}
