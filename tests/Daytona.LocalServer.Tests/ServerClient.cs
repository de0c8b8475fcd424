using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Daytona.Local.Tests;

/// <summary>A plain HTTP client with the server's key.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly HttpClient _http;

    public ServerClient(LocalServer server, string? token = null)
    {
        _http = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.ApiUrl + "/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? server.ApiKey);
    }

    public HttpClient Http => _http;

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null) => _http.SendAsync(
        new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) },
        TestContext.Current.CancellationToken);

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await SendAsync(HttpMethod.Get, path));

    public async Task<JsonElement> PostAsync(string path, object? body = null) =>
        await ReadAsync(await SendAsync(HttpMethod.Post, path, body ?? new { }));

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    public void Dispose() => _http.Dispose();
}
