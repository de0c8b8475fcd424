using System.Net;
using System.Text;
using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Oci.Engines;

/// <summary>The properties of an image according to the engine.</summary>
internal sealed class EngineImage : OciPlatform
{
    /// <summary>The digest of the configuration; that of a manifest if the engine uses the storage of containerd.</summary>
    public string? Id { get; init; }

    /// <summary>Bytes of all layers, about as many as an export has.</summary>
    public long Size { get; init; }

    /// <summary>The layers; null if the engine does not name them.</summary>
    public EngineLayers? RootFS { get; init; }
}

/// <summary>The layers of an image according to the engine.</summary>
/// <param name="Layers">The digests of the uncompressed layers.</param>
internal sealed record EngineLayers(List<string>? Layers);

/// <summary>The Docker engine, or Podman, which has the same API.</summary>
internal sealed class ContainerEngine(EngineAddress address, IClientObserver? observer, TimeProvider time) : IDisposable
{
    // An engine that no longer listens may still have its socket.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    // The engine's API version from which an export accepts a platform.
    private static readonly Version PlatformApi = new(1, 48);

    private readonly HttpClient _http = EngineHttp.Create(address);

    /// <summary>Whether an export can be of another platform than the engine's own. Known after its first response.</summary>
    public bool ExportsPlatforms { get; private set; }

    /// <summary>Checks whether an engine responds.</summary>
    /// <returns>The reason why not, or null if it responded.</returns>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        // The system's own message for this is misleading.
        if (address.SocketPath is { } socket && !File.Exists(socket)) return "the socket does not exist";

        try
        {
            return await GetAsync("_ping", AnswerTimeout, (response, _, _) =>
            {
                ExportsPlatforms = response.Headers.TryGetValues("Api-Version", out IEnumerable<string>? versions)
                    && Version.TryParse(versions.First(), out Version? api) && api >= PlatformApi;
                return Task.FromResult(response.IsSuccessStatusCode ? null : $"it responded with {(int)response.StatusCode}");
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (LocalImageException exception)
        {
            return exception.GetBaseException().Message.TrimEnd('.');
        }
    }

    /// <summary>Reads the properties of an image.</summary>
    /// <returns>The image, or null if the engine has none of this name.</returns>
    public async Task<EngineImage?> FindImageAsync(string name, CancellationToken cancellationToken)
    {
        // No image has such a name, and it would change the URL.
        if (Array.Exists(name.Split('/'), static part => part is "" or "." or "..")) return null;

        return await GetAsync($"images/{Escape(name)}/json", AnswerTimeout, async (response, _, token) =>
        {
            if (response.StatusCode == HttpStatusCode.NotFound) return null;

            await ThrowIfRefusedAsync(response, token).ConfigureAwait(false);
            byte[] json = Encoding.UTF8.GetBytes(await response.Content.ReadTextAsync(token).ConfigureAwait(false));
            return ImageJson.Parse<EngineImage>(json, address.ToString(), "description of the image");
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads an image's archive, in the format of <c>docker save</c>.</summary>
    public Task<T> ExportAsync<T>(string name, ImagePlatform? platform, Func<Stream, Task<T>> read, CancellationToken cancellationToken)
    {
        string query = platform is null ? "" : "?platform=" + Uri.EscapeDataString(JsonConvert.SerializeObject(
            new { os = platform.Os, architecture = platform.Architecture, variant = platform.Variant ?? "" }));
        return GetAsync($"images/{Escape(name)}/get{query}", Timeout.InfiniteTimeSpan, async (response, alive, token) =>
        {
            await ThrowIfRefusedAsync(response, token).ConfigureAwait(false);
            using Stream body = await response.Content.OpenAsync(token).ConfigureAwait(false);
            using var archive = new WatchedStream(body, alive);
            return await read(archive).ConfigureAwait(false);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Escape(string name) => string.Join("/", name.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Sends a request. Its silence is announced: Docker and Podman write a whole archive before they respond.</summary>
    /// <exception cref="LocalImageException">There was no response, or it was cut short.</exception>
    private async Task<T> GetAsync<T>(
        string path, TimeSpan timeout, Func<HttpResponseMessage, Action, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await new Deadline(timeout, time).RunAsync(
                async token =>
                {
                    using var silence = new SilenceWarning($"The engine at {address}", observer, time);
                    using HttpResponseMessage response = await _http.GetAsync(
                        new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
                    return await read(response, silence.Restart, token).ConfigureAwait(false);
                },
                cancellationToken,
                _ => new TimeoutException($"it did not respond within {timeout.TotalSeconds:0} s.")).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or IOException or OperationCanceledException or NotSupportedException or TimeoutException)
        {
            throw new LocalImageException(
                LocalImageFailure.EngineFailed, $"The response of the engine at {address} was cut short: {exception.GetBaseException().Message}", exception);
        }
    }

    private async Task ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return;

        JObject? error = ServiceJson.TryParse(await response.Content.ReadTextAsync(cancellationToken).ConfigureAwait(false));
        throw new LocalImageException(
            LocalImageFailure.EngineFailed, $"The engine at {address} responded with {(int)response.StatusCode}: {error?["message"]?.ToString() ?? "no reason given"}");
    }

    /// <summary>Another stream whose reads are noted.</summary>
    private sealed class WatchedStream(Stream stream, Action onRead) : ForwardStream
    {
        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            int read = await stream.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
            onRead();
            return read;
        }
    }
}
