using RestSharp;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Sends requests to the API, and reports them to one observer.</summary>
internal sealed class ApiConnection(RequestSender sender, IClientObserver? observer)
{
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        (await GetResponseAsync<T>(path, cancellationToken).ConfigureAwait(false)).Value;

    public async Task<ApiResponse<T>> GetResponseAsync<T>(string path, CancellationToken cancellationToken)
    {
        Answer answer = await sender.SendAsync(Method.Get, path, null, typeof(T), observer, cancellationToken).ConfigureAwait(false);
        return new ApiResponse<T>((T)answer.Value!, answer.Date);
    }

    public async Task<byte[]> GetBytesAsync(string path, CancellationToken cancellationToken) =>
        (await sender.SendAsync(Method.Get, path, null, null, observer, cancellationToken).ConfigureAwait(false)).Content;

    public async Task<T> PostAsync<T>(string path, string? json, CancellationToken cancellationToken) =>
        (T)(await sender.SendAsync(Method.Post, path, json, typeof(T), observer, cancellationToken).ConfigureAwait(false)).Value!;

    public Task PostAsync(string path, object? body, CancellationToken cancellationToken) =>
        sender.SendAsync(Method.Post, path, body is null ? null : SnapshotJson.Write(body), null, observer, cancellationToken);

    /// <returns>Whether the response is the service's own.</returns>
    public async Task<bool> DeleteAsync(string path, CancellationToken cancellationToken) =>
        (await sender.SendAsync(Method.Delete, path, null, null, observer, cancellationToken).ConfigureAwait(false)).NamesApiVersion;
}
