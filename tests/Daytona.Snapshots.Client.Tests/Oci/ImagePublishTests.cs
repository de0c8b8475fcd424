using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Daytona.Snapshots.Client.Tests.Oci;

public sealed class ImagePublishTests : PublishTest
{
    private static readonly TestImage Image = new(["one"]);

    private LocalImageSource Source => LocalImageSource.FromPath(Folder[""]);

    private static RegistryPushAccess AccessTo(TestServer server) =>
        new() { RegistryUrl = server.Url.Authority, Project = "daytona", Username = "robot", Secret = new Secret("old") };

    [Fact]
    public async Task A_cut_upload_continues_where_it_was_cut()
    {
        const int Size = 8_000_000;
        var image = new TestImage([RandomNumberGenerator.GetHexString(Size)]);
        TestImage.WriteLayout(Folder[""], ("v1", image));
        using var proxy = new CuttingProxy(Server.RegistryUrl, cutAfter: Size / 2);

        PublishedImage published = await PublishAsync(Source, await GetAccessAsync(proxy.Address));

        Assert.True(proxy.HasCut);
        Assert.Equal(image.Digest, published.Digest);
        Assert.True(proxy.Sent < Size * 1.2, $"{proxy.Sent} bytes were sent.");
    }

    [Fact]
    public async Task A_layer_is_sent_in_chunks()
    {
        TestImage.WriteLayout(Folder[""], ("v1", new TestImage([RandomNumberGenerator.GetHexString(3_000_000)])));

        await PublishAsync(Source, Options with { ChunkSize = 1 << 20 });

        Assert.Equal(3, Server.Requests.Count(request => request.Headers.ContainsKey("Content-Range")));
    }

    [Fact]
    public async Task Progress_ends_at_all_bytes()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        var reports = new ConcurrentQueue<ImagePublishProgress>();

        PublishedImage published = await PublishAsync(Source, await GetAccessAsync(), progress: reports.Enqueue);

        foreach (ImagePublishPhase phase in (ImagePublishPhase[])[ImagePublishPhase.Verifying, ImagePublishPhase.Sending])
        {
            ImagePublishProgress last = reports.Where(report => report.Phase == phase).MaxBy(static report => report.Done);
            Assert.Equal((published.BytesPushed, published.BytesPushed), (last.Done, last.Total));
        }
    }

    [Fact]
    public async Task A_wrong_password_is_refused_once()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        RegistryPushAccess access = await GetAccessAsync() with { Secret = new Secret("wrong") };

        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => PublishAsync(Source, access));

        Assert.Equal((RegistryFailure.Unauthorized, 401), (failure.Reason, failure.StatusCode));
        Assert.DoesNotContain("wrong", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Server.Requests.Count(static request => request.Path == "/v2/" && request.Headers.ContainsKey("Authorization")));
    }

    [Fact]
    public async Task Another_project_is_denied()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        RegistryPushAccess access = await GetAccessAsync() with { Project = "others" };

        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => PublishAsync(Source, access));

        Assert.Equal(RegistryFailure.Denied, failure.Reason);
    }

    [Theory]
    [InlineData("http://registry.example.com")]
    [InlineData("https://me:secret@registry.example.com")]
    [InlineData("ftp://registry.example.com")]
    [InlineData("")]
    public async Task An_unsafe_address_is_refused(string address)
    {
        RegistryPushAccess access = await GetAccessAsync(address);

        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => PublishAsync(Source, access));

        Assert.Equal(RegistryFailure.InvalidAddress, failure.Reason);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("App", "v1")]
    [InlineData("../app", "v1")]
    [InlineData("app", "a b")]
    public async Task A_name_that_registries_refuse_is_refused(string repository, string tag)
    {
        RegistryPushAccess access = await GetAccessAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => PublishAsync(Source, access, new ImagePublishOptions { Repository = repository, Tag = tag }));
    }

    [Fact]
    public async Task A_token_is_fetched_for_pushing()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        await using TestServer registry = await StartRegistryAsync(
            static context => context.Request.Headers.Authorization == "Bearer t1",
            "Bearer realm=\"{0}token\",service=\"registry\",scope=\"none\"");
        registry.OnJson("/token", 200, """{"token":"t1","expires_in":300}""");

        await PublishAsync(Source, AccessTo(registry));

        ServerRequest token = Assert.Single(registry.Requests, static request => request.Path == "/token");
        Assert.Equal("?service=registry&scope=repository%3Adaytona%2Fapp%3Apull%2Cpush", token.Query);
        Assert.Equal("Basic " + Convert.ToBase64String("robot:old"u8), token.Headers["Authorization"]);
    }

    [Fact]
    public async Task A_token_without_the_right_to_push_is_denied()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        await using TestServer registry = await StartRegistryAsync(
            static context => context.Request.Headers.Authorization == "Bearer t1" && context.Request.Method != "PUT",
            "Bearer realm=\"{0}token\",error=\"insufficient_scope\"");
        registry.OnJson("/token", 200, """{"access_token":"t1"}""");

        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => PublishAsync(Source, AccessTo(registry)));

        Assert.Equal(RegistryFailure.Denied, failure.Reason);
    }

    [Fact]
    public async Task Credentials_that_expire_are_renewed()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        string renewed = "Basic " + Convert.ToBase64String("robot:new"u8);
        await using TestServer registry = await StartRegistryAsync(
            context => context.Request.Headers.Authorization == renewed || (context.Request.Headers.Authorization.Count > 0 && context.Request.Method == "GET"),
            "Basic realm=\"registry\"");
        ImagePublishOptions options = Options with { RenewAccess = _ => Task.FromResult(AccessTo(registry) with { Secret = new Secret("new") }) };

        PublishedImage published = await PublishAsync(Source, AccessTo(registry), options);

        Assert.Equal(Image.Digest, published.Digest);
    }

    [Fact]
    public async Task A_push_to_a_busy_registry_is_retried()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        int requests = 0;
        await using TestServer registry = await StartRegistryAsync(static _ => true, "");
        registry.On("/v2/daytona/app/manifests/v1", context =>
        {
            context.Response.StatusCode = ++requests == 1 ? 503 : 201;
            return Task.CompletedTask;
        });

        await PublishAsync(Source, AccessTo(registry));

        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Canceling_ends_a_push_at_once()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        await using TestServer registry = await StartRegistryAsync(static _ => true, "");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        registry.On("/v2/daytona/app/manifests/v1", async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => PublishAsync(Source, AccessTo(registry), cancellationToken: stop.Token).WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
    }

    [Fact]
    public async Task Layers_are_not_sent_over_plain_http_elsewhere()
    {
        TestImage.WriteLayout(Folder[""], ("v1", Image));
        await using TestServer registry = await TestServer.StartAsync();
        registry.OnJson("/v2/", 200, "{}");
        registry.On("/v2/daytona/app/blobs/uploads/", static context =>
        {
            context.Response.StatusCode = 202;
            context.Response.Headers.Location = "http://storage.example.com/upload?secret";
            return Task.CompletedTask;
        });

        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => PublishAsync(Source, AccessTo(registry)));

        Assert.Equal(RegistryFailure.InvalidAddress, failure.Reason);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A registry that has the image's blobs already, and takes its manifest.</summary>
    private static async Task<TestServer> StartRegistryAsync(Func<HttpContext, bool> isAllowed, string challenge)
    {
        TestServer registry = await TestServer.StartAsync();
        foreach (byte[] blob in (byte[][])[.. Image.Layers, Image.Config]) Serve("blobs/" + TestImage.DigestOf(blob), 200);
        Serve("manifests/v1", 201);
        Serve("", 200);
        return registry;

        void Serve(string path, int status) => registry.On(path.Length == 0 ? "/v2/" : "/v2/daytona/app/" + path, context =>
        {
            bool allowed = isAllowed(context);
            context.Response.StatusCode = allowed ? status : 401;
            if (!allowed) context.Response.Headers.WWWAuthenticate = string.Format(null, CompositeFormat.Parse(challenge), registry.Url);
            return Task.CompletedTask;
        });
    }
}
