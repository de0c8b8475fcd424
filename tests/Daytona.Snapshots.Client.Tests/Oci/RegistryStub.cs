using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>A small registry, also reachable as a storage of another host, whose answers a test bends as those of the field are.</summary>
internal sealed class RegistryStub : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, MemoryStream> _uploads = new();
    private int _tokens;

    private RegistryStub()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0", "http://127.0.0.2:0").ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = null);
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>Answers a request in another way, or leaves it to the registry.</summary>
    public List<Func<HttpContext, Task<bool>>> Bends { get; } = [];

    public HurriedClock Clock { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public Uri Url { get; private set; } = null!;

    /// <summary>The storage, which is another host.</summary>
    public Uri StorageUrl { get; private set; } = null!;

    /// <summary>The requests so far: host, method, path and query.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    public byte[]? Manifest { get; private set; }

    /// <summary>How the location of an upload is written.</summary>
    public Func<string, string> Location { get; set; } = static path => path;

    /// <summary>Whether the response to a part has a location.</summary>
    public bool LocatesParts { get; set; } = true;

    /// <summary>The challenge to requests without the right header; null if everybody may push.</summary>
    public string? Challenge { get; set; }

    /// <summary>Whether the authorization of a request is accepted.</summary>
    public Func<HttpRequest, bool> Accepts { get; set; } = static _ => true;

    /// <summary>The body of a token; <c>{0}</c> is a new one.</summary>
    public string Token { get; set; } = """{"token":"{0}","expires_in":300}""";

    public static async Task<RegistryStub> StartAsync()
    {
        var stub = new RegistryStub();
        await stub._application.StartAsync(TestContext.Current.CancellationToken);
        string[] addresses = [.. stub._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        stub.Url = new Uri(addresses.Single(static address => address.Contains("127.0.0.1", StringComparison.Ordinal)));
        stub.StorageUrl = new Uri(addresses.Single(static address => address.Contains("127.0.0.2", StringComparison.Ordinal)));
        return stub;
    }

    /// <summary>Answers requests with a status, or leaves them to the registry.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">A part of the path.</param>
    /// <param name="status">The status.</param>
    /// <param name="body">The body.</param>
    /// <param name="times">How many requests are answered so; the rest is not.</param>
    /// <param name="header">A header of the response, such as <c>Retry-After: 1</c>.</param>
    public void Answer(string method, string path, int status, string body = "", int times = int.MaxValue, string? header = null) => Bends.Add(async context =>
    {
        if (context.Request.Method != method || !context.Request.Path.Value!.Contains(path, StringComparison.Ordinal) || times-- <= 0) return false;
        context.Response.StatusCode = status;
        if (header?.Split(": ") is [string name, string value]) context.Response.Headers[name] = value;
        await context.Request.Body.CopyToAsync(Stream.Null);
        await context.Response.WriteAsync(body);
        return true;
    });

    /// <summary>Changes the status of the registry's own response.</summary>
    public void Rewrite(string method, string path, int status) => Bends.Add(async context =>
    {
        if (context.Request.Method != method || !context.Request.Path.Value!.Contains(path, StringComparison.Ordinal)) return false;
        await RunAsync(context);
        if (context.Response.StatusCode is >= 200 and < 300) context.Response.StatusCode = status;
        return true;
    });

    /// <summary>Takes requests and never answers them.</summary>
    /// <returns>Ends when the first has come whole.</returns>
    public Task BeSilent(string method, string path)
    {
        var reached = new TaskCompletionSource();
        Bends.Add(async context =>
        {
            if (context.Request.Method != method || !context.Request.Path.Value!.Contains(path, StringComparison.Ordinal)) return false;
            await context.Request.Body.CopyToAsync(Stream.Null);
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            return true;
        });
        return reached.Task;
    }

    public int Count(string request) => Requests.Count(it => it.Contains(request, StringComparison.Ordinal));

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        Requests.Enqueue($"{request.Host} {request.Method} {request.Path}{request.QueryString} {request.Headers.Authorization}".TrimEnd());
        foreach (Func<HttpContext, Task<bool>> bend in Bends)
        {
            if (await bend(context)) return;
        }

        await RunAsync(context);
    }

    private async Task RunAsync(HttpContext context)
    {
        (string method, string path) = (context.Request.Method, context.Request.Path.Value!);
        if (path == "/token")
        {
            await context.Response.WriteAsync(Token.Replace("{0}", $"t{Interlocked.Increment(ref _tokens)}", StringComparison.Ordinal));
            return;
        }

        bool isStorage = context.Request.Host.Host == StorageUrl.Host;
        if (!isStorage && Challenge is not null && (context.Request.Headers.Authorization.Count == 0 || !Accepts(context.Request)))
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = Challenge.Replace("{0}", Url.ToString(), StringComparison.Ordinal);
            return;
        }

        string name = path[(path.LastIndexOf('/') + 1)..];
        context.Response.StatusCode = (method, path) switch
        {
            ("GET", "/v2/") => 200,
            ("HEAD", _) when path.Contains("/manifests/", StringComparison.Ordinal) => Manifest is not null && name == TestImage.DigestOf(Manifest) ? 200 : 404,
            ("HEAD", _) => Blobs.ContainsKey(name) ? 200 : 404,
            ("POST", _) => Begin(context),
            ("PUT", _) when path.Contains("/manifests/", StringComparison.Ordinal) => await PutAsync(context),
            _ when !_uploads.ContainsKey(name) => 404,
            ("PATCH", _) => await AppendAsync(context, name),
            ("PUT", _) => Commit(context, name),
            _ => Describe(context, name, 204),
        };
    }

    private int Begin(HttpContext context)
    {
        string id = Guid.NewGuid().ToString("N");
        _uploads[id] = new MemoryStream();
        return Describe(context, id, 202);
    }

    private int Describe(HttpContext context, string id, int status)
    {
        if (LocatesParts || context.Request.Method != "PATCH") context.Response.Headers.Location = Location($"/v2/daytona/app/blobs/uploads/{id}");
        context.Response.Headers.Range = $"0-{Math.Max(0, _uploads[id].Length - 1)}";
        return status;
    }

    private async Task<int> AppendAsync(HttpContext context, string id)
    {
        string range = context.Request.Headers.ContentRange.ToString();
        if (range.Length > 0 && long.Parse(range.Split('-')[0], CultureInfo.InvariantCulture) != _uploads[id].Length) return Describe(context, id, 416);
        await context.Request.Body.CopyToAsync(_uploads[id]);
        return Describe(context, id, 202);
    }

    private int Commit(HttpContext context, string id)
    {
        byte[] content = _uploads[id].ToArray();
        string digest = context.Request.Query["digest"].ToString();
        if (TestImage.DigestOf(content) != digest) return 400;
        Blobs[digest] = content;
        return 201;
    }

    private async Task<int> PutAsync(HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        Manifest = content.ToArray();
        return 201;
    }
}
