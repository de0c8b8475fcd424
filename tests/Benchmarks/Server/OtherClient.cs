using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Daytona.Benchmarks.Server;

/// <summary>Another client of the same account, which creates and removes snapshots at random.</summary>
internal sealed class OtherClient : IDisposable
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(12);

    private readonly HttpClient _http;
    private readonly Random _random;
    private readonly List<string> _known;
    private readonly Dictionary<string, bool> _created = [];
    private readonly HashSet<string> _removed = [];

    /// <summary>Creates a client with reproducible actions for the same seed, as far as other clients allow.</summary>
    /// <param name="server">The server.</param>
    /// <param name="seed">The seed of its random choices.</param>
    /// <param name="ids">The snapshots it may remove.</param>
    public OtherClient(ServerAddress server, int seed, IEnumerable<string> ids)
    {
        _http = new HttpClient { BaseAddress = new Uri(server.ApiUrl + "/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.ApiKey);
        _random = new Random(seed);
        _known = [.. ids];
    }

    /// <summary>The created snapshots, by ID, and whether they succeed.</summary>
    public IReadOnlyDictionary<string, bool> Created => _created;

    /// <summary>The IDs of the removed snapshots.</summary>
    public IReadOnlySet<string> Removed => _removed;

    /// <summary>Creates and removes until it is canceled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (_random.Next(2) == 0) await CreateAsync();
            else await RemoveAsync();
            await Task.Delay(_random.NextDouble() * MaxPause, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task CreateAsync()
    {
        bool succeeds = _random.Next(2) == 0;
        string name = $"other-{_created.Count}";
        string imageName = succeeds ? "alpine:3.20" : "nosuch:1.0";
        using HttpResponseMessage answer = await _http.PostAsJsonAsync("snapshots", new { name, imageName });
        answer.EnsureSuccessStatusCode();
        string id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        _created[id] = succeeds;
        _known.Add(id);
    }

    private async Task RemoveAsync()
    {
        string id = _known[_random.Next(_known.Count)];
        using HttpResponseMessage answer = await _http.DeleteAsync(new Uri($"snapshots/{id}", UriKind.Relative));
        // Another client may have been faster.
        if (answer.StatusCode == HttpStatusCode.NotFound) return;
        answer.EnsureSuccessStatusCode();
        _removed.Add(id);
    }
}
