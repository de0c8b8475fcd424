using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Server;

/// <summary>Prepares a server, and reads the actions of contenders from it. Its own requests do not count.</summary>
internal sealed class ServerControl : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http;

    public ServerControl(ServerProcess server)
    {
        _http = new HttpClient { BaseAddress = server.ApiUrl };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.ApiKey);
    }

    /// <summary>Adds snapshots.</summary>
    public Task AddSnapshotsAsync(string prefix, int count) => Parallel.ForAsync(0, count, async (i, _) =>
        await PostAsync("/control/snapshots", new { name = $"{prefix}-{i}" }));

    /// <summary>Changes options of the server.</summary>
    public Task SetAsync(object options) => PostAsync("/control/settings", options);

    /// <summary>Sets a fault.</summary>
    public Task AddFaultAsync(object fault) => PostAsync("/control/faults", fault);

    /// <summary>Removes all faults.</summary>
    public async Task ClearFaultsAsync()
    {
        using HttpResponseMessage answer = await _http.DeleteAsync(new Uri("/control/faults", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The state of the server.</summary>
    public async Task<ServerState> ReadStateAsync() =>
        (await _http.GetFromJsonAsync<ServerState>(new Uri("/control/state", UriKind.Relative)))!;

    /// <summary>Waits until all removals are complete.</summary>
    /// <exception cref="BenchmarkException">Not everything was removed.</exception>
    public async Task WaitUntilEmptyAsync()
    {
        for (TimeSpan waited = TimeSpan.Zero; (await ReadStateAsync()).SnapshotCount > 0; waited += BetweenLooks)
        {
            BenchmarkException.ThrowUnless(waited < MaxWait, "Not everything was removed.");
            await Task.Delay(BetweenLooks);
        }
    }

    /// <summary>Requests access for an upload, as the module and the SDK do.</summary>
    public async Task<StorageAccess> GetStorageAccessAsync() =>
        (await _http.GetFromJsonAsync<StorageAccess>(new Uri("/api/object-storage/push-access", UriKind.Relative)))!;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string path, object body)
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(
            path, body, new JsonSerializerOptions(JsonSerializerDefaults.Web));
        answer.EnsureSuccessStatusCode();
    }
}
