using Daytona.Snapshots.Client.Json;
using RestSharp;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Sends the requests of one caller and reads their responses. All callers of a client share its sender.</summary>
internal sealed class ApiConnection(RequestSender sender, IClientObserver? observer)
{
    private readonly ResponseWarnings _warnings = new(observer);
    private readonly OutagePatience _patience = new(observer);

    /// <summary>The caller's observer, or null if it has none.</summary>
    public IClientObserver? Observer => observer;

    /// <summary>Gets an object. It proves nothing about the credential if the service may refuse it to a valid API key, as if the key were wrong.</summary>
    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken, bool provesCredential = true) =>
        SendAsync(new ApiRequest(Method.Get, path) { ProvesCredential = provesCredential }, ReadJsonAsync<T>, cancellationToken);

    public Task<byte[]> GetBytesAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(Method.Get, path), ResponseBody.ReadBytesAsync, cancellationToken);

    /// <summary>Posts a body, perhaps with a secret.</summary>
    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken, Secret? secret = null) =>
        SendAsync(new ApiRequest(Method.Post, path, body) { Secret = secret }, ReadJsonAsync<T>, cancellationToken);

    /// <summary>Posts a change whose response has no content.</summary>
    /// <returns>True, for callers that need a result.</returns>
    public Task<bool> PostAsync(string path, object? body, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(Method.Post, path, body), ResponseBody.IgnoreAsync, cancellationToken);

    /// <summary>
    /// Posts JSON to a URL that the service has named, with the same credential and a separate time limit. The request is sent
    /// once. Of long texts in the response, only the end is kept.
    /// </summary>
    public Task<T> PostToAsync<T>(Uri url, object body, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(
            new ApiRequest(Method.Post, url.AbsoluteUri, body) { IsToApi = false, Timeout = timeout },
            (response, token) => ResponseBody.ReadJsonAsync<T>(response, _warnings, token, new JsonTextLimit()),
            cancellationToken);

    /// <summary>Sends a change, perhaps with a secret.</summary>
    public Task<T> PatchAsync<T>(string path, object body, CancellationToken cancellationToken, Secret? secret = null) =>
        SendAsync(new ApiRequest(Method.Patch, path, body) { Secret = secret }, ReadJsonAsync<T>, cancellationToken);

    /// <returns>Whether the response is known to be the service's own, which a body would show otherwise.</returns>
    public Task<bool> DeleteAsync(string path, CancellationToken cancellationToken) => SendAsync(
        new ApiRequest(Method.Delete, path),
        static async (response, token) =>
            await ResponseBody.IgnoreAsync(response, token).ConfigureAwait(false) && DaytonaVersion.IsNamedBy(response),
        cancellationToken);

    /// <summary>
    /// Opens a URL that the service has returned, with the same credential. The request is sent only once, because the reader
    /// of a log handles breaks itself. The time limits apply until the headers arrive.
    /// </summary>
    public Task<Stream> OpenAsync(Uri url, CancellationToken cancellationToken) =>
        SendAsync(
            new ApiRequest(Method.Get, url.AbsoluteUri) { IsRepeatable = false, IsToApi = false },
            ContentStream.TakeAsync,
            cancellationToken);

    private Task<T> ReadJsonAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ResponseBody.ReadJsonAsync<T>(response, _warnings, cancellationToken);

    private Task<T> SendAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        sender.SendAsync(request, read, _patience, cancellationToken);
}
