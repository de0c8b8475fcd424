using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Daytona.Snapshots.Client.Tests;

/// <summary>A server on the loopback address whose answers the test itself writes, to bend them as no real service would.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ServerRequest> _requests = new();
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();

    private TestServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>The server's address, without a path.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<ServerRequest> Requests => [.. _requests];

    public static async Task<TestServer> StartAsync()
    {
        var server = new TestServer();
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        server.Url = new Uri(server._application.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>Sets the answer to a path. Paths without one are answered with 404.</summary>
    public void On(string path, RequestDelegate answer) => _answers[path] = answer;

    /// <summary>Sets JSON as the answer to a path.</summary>
    public void OnJson(string path, int status, string json) => On(path, async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json, context.RequestAborted);
    });

    /// <summary>How many requests came to a path.</summary>
    public int Count(string path) => _requests.Count(request => request.Path == path);

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        _requests.Enqueue(new ServerRequest(
            context.Request.Path,
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        if (_answers.TryGetValue(context.Request.Path, out RequestDelegate? answer)) await answer(context);
        else context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
