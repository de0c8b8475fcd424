using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Answers on a unix socket and on a port the three requests of a container engine, for one image.</summary>
internal sealed class EngineStub : IAsyncDisposable
{
    private readonly WebApplication _application;

    public EngineStub(string socket)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(socket);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>The host and port.</summary>
    public string Host => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
        .Single(static address => address.Contains("127.0.0.1", StringComparison.Ordinal))).Authority;

    /// <summary>The name of the image.</summary>
    public required string Name { get; init; }

    /// <summary>The archive that an export answers with.</summary>
    public required string Archive { get; init; }

    /// <summary>The system of the image.</summary>
    public string Os { get; init; } = "linux";

    /// <summary>Bytes of the archive after which the connection breaks; null for none.</summary>
    public int? BreakAfter { get; init; }

    /// <summary>The digests of the image's layers; empty if the engine does not name them.</summary>
    public string[] Layers { get; init; } = [];

    /// <summary>The digest of the image's configuration.</summary>
    public string Id { get; init; } = "";

    /// <summary>What an export waits for after so many bytes; null for nothing.</summary>
    public (int Bytes, Task Event)? WaitAfter { get; init; }

    /// <summary>What the answer to a path waits for; null for nothing.</summary>
    public (string Path, Task Event)? WaitBefore { get; init; }

    /// <summary>Completed when a wait begins.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The requests so far.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<EngineStub> StartAsync(string socket, string name, string archive, string os = "linux", int? breakAfter = null)
    {
        var stub = new EngineStub(socket) { Name = name, Archive = archive, Os = os, BreakAfter = breakAfter };
        await stub.StartAsync();
        return stub;
    }

    public Task StartAsync() => _application.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path;
        lock (Requests) Requests.Add(path);
        if (WaitBefore is (string waiting, Task end) && path.EndsWith(waiting, StringComparison.Ordinal)) await WaitAsync(end);
        context.Response.Headers["Api-Version"] = "1.43";
        if (path == "/_ping")
        {
            await context.Response.WriteAsync("OK");
        }
        else if (path == $"/images/{Name}/json")
        {
            await context.Response.WriteAsync(JsonSerializer.Serialize(new { Os, Architecture = "amd64", Size = new FileInfo(Archive).Length, Id, RootFS = new { Layers } }));
        }
        else if (path == $"/images/{Name}/get" && BreakAfter is { } bytes)
        {
            await context.Response.Body.WriteAsync((await File.ReadAllBytesAsync(Archive)).AsMemory(0, bytes));
            await context.Response.Body.FlushAsync();
            context.Abort();
        }
        else if (path == $"/images/{Name}/get")
        {
            await using FileStream archive = File.OpenRead(Archive);
            if (WaitAfter is (int first, Task wait))
            {
                byte[] start = new byte[first];
                await archive.ReadExactlyAsync(start);
                await context.Response.Body.WriteAsync(start);
                await WaitAsync(wait);
            }

            await archive.CopyToAsync(context.Response.Body);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("""{"message":"No such image"}""");
        }

        Task WaitAsync(Task end)
        {
            Waiting.TrySetResult();
            return end.WaitAsync(context.RequestAborted);
        }
    }
}
