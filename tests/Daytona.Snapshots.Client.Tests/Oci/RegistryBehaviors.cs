using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>How Docker Hub, Quay, GitHub, GitLab, Harbor, Artifactory, ECR and the proxies in front of them behave.</summary>
internal static class RegistryBehaviors
{
    private const string Uploads = "/blobs/uploads/";
    private const string Bearer = "Bearer realm=\"{0}token\",service=\"registry\"";
    private const string Basic = "Basic realm=\"registry\"";
    private const int Large = 9_000_000;

    public static IReadOnlyList<RegistryBehavior> All { get; } =
    [
        new("as specified", static _ => { }) { Check = static stub => Assert.Equal(1, stub.Count("PUT /v2/daytona/app/manifests/v1")), IsTriedEarly = true },
        .. new[] { ("PUT", "/manifests/", 200), ("PUT", "/manifests/", 202), ("PUT", "/manifests/", 204), ("POST", Uploads, 201), ("PATCH", Uploads, 200), ("PATCH", Uploads, 204), ("PUT", Uploads, 200), ("PUT", Uploads, 202), ("GET", "/v2/", 204) }
            .Select(static it => new RegistryBehavior($"{it.Item3} for {it.Item1} {it.Item2}", stub => stub.Rewrite(it.Item1, it.Item2, it.Item3))),
        new("a relative location", static stub => stub.Location = static path => path[(path.LastIndexOf('/') + 1)..]) { IsTriedEarly = true },
        new("a location below the request", static stub => stub.Location = static path => "./" + path[(path.LastIndexOf('/') + 1)..]),
        new("an absolute location", static stub => stub.Location = path => new Uri(stub.Url, path).ToString()),
        new("a location without a scheme", static stub => stub.Location = path => $"//{stub.Url.Authority}{path}"),
        new("a location with a state", static stub => stub.Location = static path => path + "?_state=a%2Fb") { Check = static stub => Assert.NotEqual(0, stub.Count("?_state=a%2Fb&digest=sha256")) },
        new("a location on a storage", static stub =>
        {
            stub.Challenge = Basic;
            stub.Location = path => new Uri(stub.StorageUrl, path).ToString();
        }) { Check = static stub => Assert.All(stub.Requests.Where(request => request.StartsWith(stub.StorageUrl.Authority, StringComparison.Ordinal)), static request => Assert.DoesNotContain("Basic", request, StringComparison.Ordinal)), IsTriedEarly = true },
        new("a location over plain http elsewhere", static stub => stub.Location = static path => "http://storage.example.com" + path) { Failure = RegistryFailure.InvalidAddress, Says = "storage.example.com over plain http" },
        new("a location that is no URL", static stub => stub.Location = static _ => "http://[") { Failure = RegistryFailure.InvalidAddress, Says = "not valid" },
        new("no location", static stub => stub.Answer("POST", Uploads, 202)) { Failure = RegistryFailure.NotARegistry, Says = "without returning its location", IsTriedEarly = true, EarlyRequest = "POST" },
        new("no location after a part", static stub => stub.LocatesParts = false) { IsTriedEarly = true },
        new("a location for each part", LocateEachPart) { IsTriedEarly = true },
        new("parts refused", static stub => RefuseParts(stub, 405)) { IsTriedEarly = true },
        new("parts refused as unsupported", static stub => RefuseParts(stub, 400, """{"errors":[{"code":"UNSUPPORTED"}]}""")) { IsTriedEarly = true },
        new("a redirect of the first request", static stub => Redirect(stub, "POST", Uploads, 307)) { Check = static stub => Assert.NotEqual(0, stub.Count(stub.StorageUrl.Authority + " POST")), IsTriedEarly = true },
        new("a redirect of the content", static stub => Redirect(stub, "PATCH", Uploads, 307)) { Check = static stub => Assert.NotEqual(0, stub.Count(stub.StorageUrl.Authority + " PATCH")), IsTriedEarly = true },
        new("a permanent redirect of the manifest", static stub => Redirect(stub, "PUT", "/manifests/", 308)),
        new("a permanent redirect of everything", static stub => stub.Bends.Add(context => RedirectAsync(context, stub, 308, static _ => true))),
        new("a redirect keeps credentials with their host", static stub =>
        {
            stub.Challenge = Basic;
            Redirect(stub, "PATCH", Uploads, 307);
        }) { Check = static stub => Assert.DoesNotContain(stub.Requests, request => request.StartsWith(stub.StorageUrl.Authority, StringComparison.Ordinal) && request.Contains("Basic", StringComparison.Ordinal)) },
        new("redirects without an end", static stub => stub.Answer("POST", Uploads, 307, header: "Location: /v2/daytona/app/blobs/uploads/")) { Failure = RegistryFailure.NotARegistry, Says = "307" },
        new("a redirect to plain http elsewhere", static stub => stub.Answer("POST", Uploads, 307, header: "Location: http://storage.example.com/")) { Failure = RegistryFailure.InvalidAddress, Says = "storage.example.com" },
        new("a layer that is read from a storage", static stub => stub.Answer("HEAD", "/blobs/", 307, header: "Location: https://storage.example.com/layer?signature=1")) { Check = static stub => Assert.Equal(0, stub.Count("POST")), IsTriedEarly = true, EarlyRequest = "HEAD" },
        new("a limit of 5 MB for a request", static stub => Limit(stub, 5_000_000)) { LayerSize = Large, Check = static stub => Assert.Equal(4, stub.Count("PATCH")), IsTriedEarly = true, EarlyPart = 6_000_000 },
        new("a limit of 1 MB for a request", static stub => Limit(stub, 1_000_000)) { LayerSize = Large, Failure = RegistryFailure.TooLarge, Says = "take a part of 4.0 MiB of the layer sha256:" },
        new("parts of a least length", static stub => stub.Bends.Add(static context =>
        {
            if (context.Request.Method == "POST") context.Response.Headers["OCI-Chunk-Min-Length"] = "5000000";
            return Task.FromResult(false);
        })) { IsTriedEarly = true, EarlyRequest = "POST" },
        new("a rate limit in seconds", static stub => stub.Answer("POST", Uploads, 429, times: 1, header: "Retry-After: 2")) { Check = static stub => Assert.Contains(TimeSpan.FromSeconds(2), stub.Clock.Waits) },
        new("a rate limit as a date", static stub => stub.Bends.Add(TooManyUntil(TimeSpan.FromSeconds(3)))) { Check = static stub => Assert.Contains(TimeSpan.FromSeconds(3), stub.Clock.Waits) },
        new("a rate limit by the name of its limiter", static stub => stub.Answer("HEAD", "/blobs/", 429, times: 1, header: "Retry-After-anonymous: 4")) { Check = static stub => Assert.Contains(TimeSpan.FromSeconds(4), stub.Clock.Waits) },
        new("a rate limit without a time", static stub => stub.Answer("PUT", "/manifests/", 429, times: 1)) { Check = static stub => Assert.NotEmpty(stub.Clock.Waits) },
        new("a long rate limit", static stub => stub.Answer("PUT", "/manifests/", 429, times: 1, header: "Retry-After: 900")) { Check = static stub => Assert.Contains(stub.Observer.Warnings, static line => line.Contains("900 s", StringComparison.Ordinal)) },
        .. new[] { ("GET", "/v2/"), ("HEAD", "/blobs/"), ("POST", Uploads), ("PATCH", Uploads), ("PUT", Uploads), ("PUT", "/manifests/") }
            .Select(static it => new RegistryBehavior($"503 once for {it.Item1} {it.Item2}", stub => stub.Answer(it.Item1, it.Item2, 503, times: 1))),
        new("500 for ever", static stub => stub.Answer("POST", Uploads, 500, """{"errors":[{"code":"UNKNOWN","message":"disk full"}]}""")) { Failure = RegistryFailure.Unavailable, Says = "500, disk full" },
        new("a restart of 10 s", static stub =>
        {
            DateTimeOffset? end = null;
            stub.Bends.Add(context =>
            {
                if (context.Request.Method != "PATCH" && end is null) return Task.FromResult(false);
                end ??= stub.Clock.GetUtcNow() + TimeSpan.FromSeconds(10);
                if (stub.Clock.GetUtcNow() >= end) return Task.FromResult(false);
                context.Abort();
                return Task.FromResult(true);
            });
        }) { IsTriedEarly = true },
        new("the storage fails", static stub =>
        {
            stub.Location = path => new Uri(stub.StorageUrl, path).ToString();
            stub.Answer("PATCH", Uploads, 403);
        }) { Failure = RegistryFailure.Denied, Says = "{storage} did not take a layer: 403" },
        new("an upload that the registry lost", static stub => stub.Answer("PATCH", Uploads, 404, """{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]}""", times: 1)) { IsTriedEarly = true },
        new("an upload out of order", static stub => stub.Answer("PATCH", Uploads, 416, times: 1)) { IsTriedEarly = true },
        new("another digest of a layer", static stub => stub.Answer("PUT", Uploads, 400, """{"errors":[{"code":"DIGEST_INVALID","message":"x"}]}""")) { Failure = RegistryFailure.DigestMismatch, IsTriedEarly = true },
        new("another digest of the manifest", static stub => stub.Answer("PUT", "/manifests/", 201, header: "Docker-Content-Digest: sha256:1")) { Failure = RegistryFailure.DigestMismatch, Says = "stored the image as sha256:1" },
        new("a manifest that a proxy accepts", static stub => stub.Answer("PUT", "/manifests/", 200)) { Failure = RegistryFailure.NotARegistry, Says = "did not store it" },
        new("a refused manifest", static stub => stub.Answer("PUT", "/manifests/", 400, """{"errors":[{"code":"MANIFEST_INVALID","message":"no"}]}""")) { Failure = RegistryFailure.Refused, Says = "400, no" },
        new("null for an error", static stub => stub.Answer("PUT", "/manifests/", 400, """{"errors":[null]}""")) { Failure = RegistryFailure.Refused, Says = "400 Bad Request" },
        new("an error page", static stub => stub.Answer("PUT", "/manifests/", 413, "<html>")) { Failure = RegistryFailure.TooLarge, Says = "413" },
        new("no registry", static stub => stub.Answer("GET", "/v2/", 404)) { Failure = RegistryFailure.NotARegistry },
        new("a web page", static stub => stub.Answer("GET", "/v2/", 200, "<html>", header: "Content-Type: text/html")) { Failure = RegistryFailure.NotARegistry, Says = "web page" },
        new("a password", static stub => stub.Challenge = Basic) { Check = static stub => Assert.NotEqual(0, stub.Count("Basic cm9ib3Q6b2xk")) },
        new("a wrong password", static stub => (stub.Challenge, stub.Accepts) = (Basic, static _ => false)) { Failure = RegistryFailure.Unauthorized, Check = static stub => Assert.Equal(1, stub.Count("Basic")) },
        new("an expired password", static stub => (stub.Challenge, stub.Accepts) = (Basic, AcceptFor(3))) { IsTriedEarly = true },
        new("a token", static stub => stub.Challenge = Bearer) { Check = static stub => Assert.Equal(1, stub.Count("/token?service=registry&scope=repository%3Adaytona%2Fapp%3Apull%2Cpush")) },
        new("a token for three requests", static stub => (stub.Challenge, stub.Accepts) = (Bearer, AcceptFor(3))) { Check = static stub => Assert.InRange(stub.Count("/token"), 3, 12), IsTriedEarly = true },
        new("a token that is refused at once", static stub => (stub.Challenge, stub.Accepts) = (Bearer, static _ => false)) { Failure = RegistryFailure.Unauthorized, Check = static stub => Assert.Equal(1, stub.Count("/token")) },
        new("a token without the right to push", static stub => (stub.Challenge, stub.Accepts) = (Bearer + ",error=\"insufficient_scope\"", static _ => false)) { Failure = RegistryFailure.Denied },
        .. new[] { "299.5", "\"300\"", "1e300", "0", "-1", "null", "\"soon\"" }
            .Select(static lifetime => new RegistryBehavior($"a token valid for {lifetime}", stub => (stub.Challenge, stub.Token) = (Bearer, $$"""{"token":"{0}","expires_in":{{lifetime}}}"""))),
        new("an empty token beside another", static stub => (stub.Challenge, stub.Token) = (Bearer, """{"token":"","access_token":"{0}"}""")),
        new("no token", static stub => (stub.Challenge, stub.Token) = (Bearer, "[]")) { Failure = RegistryFailure.NotARegistry, Says = "did not return a token" },
        new("a token that expires in a wait", static stub =>
        {
            stub.Challenge = Bearer;
            stub.Answer("PUT", "/manifests/", 429, times: 1, header: "Retry-After: 900");
        }) { Check = static stub => Assert.Equal(2, stub.Count("/token")) },
        new("a token service that forgets the password", static stub =>
        {
            (stub.Challenge, stub.Accepts) = (Bearer, AcceptFor(3));
            var used = new ConcurrentDictionary<string, bool>();
            stub.Bends.Add(context =>
            {
                if (context.Request.Path != "/token" || used.TryAdd(context.Request.Headers.Authorization.ToString(), true)) return Task.FromResult(false);
                context.Response.StatusCode = 401;
                return Task.FromResult(true);
            });
        }) { Check = static stub => Assert.NotEqual(0, stub.Count("Basic cm9ib3Q6bmV3")) },
        new("a token service that does not know the password", static stub => Token(stub, 401)) { Failure = RegistryFailure.Unauthorized, Says = "The token service" },
        new("a token service that forbids", static stub => Token(stub, 403)) { Failure = RegistryFailure.Denied, Says = "The token service" },
        new("a token service of a relative address", static stub => stub.Challenge = "Bearer realm=\"/token\""),
        new("a token service without an address, or a password", static stub => stub.Challenge = $"Bearer service=\"registry\", {Basic}") { Check = static stub => Assert.NotEqual(0, stub.Count("Basic")) },
        new("a token service over plain http, or a password", static stub => stub.Challenge = $"Bearer realm=\"http://auth.example.com/\", {Basic}"),
        new("a token service over plain http", static stub => stub.Challenge = "Bearer realm=\"http://auth.example.com/\"") { Failure = RegistryFailure.InvalidAddress, Says = "auth.example.com is plain http" },
        new("an unknown challenge", static stub => stub.Challenge = "Negotiate") { Failure = RegistryFailure.Unauthorized },
        new("no right to push", static stub => stub.Answer("POST", Uploads, 403, """{"errors":[{"code":"DENIED","message":"no"}]}""")) { Failure = RegistryFailure.Denied, Says = "403, no" },
    ];

    private static void Redirect(RegistryStub stub, string method, string path, int status) =>
        stub.Bends.Add(context => RedirectAsync(context, stub, status, request => request.Method == method && request.Path.Value!.Contains(path, StringComparison.Ordinal)));

    private static async Task<bool> RedirectAsync(HttpContext context, RegistryStub stub, int status, Func<HttpRequest, bool> isMeant)
    {
        if (context.Request.Host.Host == stub.StorageUrl.Host || !isMeant(context.Request)) return false;
        if (stub.Challenge is not null && context.Request.Headers.Authorization.Count == 0) return false;
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = status;
        context.Response.Headers.Location = new Uri(stub.StorageUrl, context.Request.Path + context.Request.QueryString.Value).ToString();
        return true;
    }

    private static void Limit(RegistryStub stub, long bytes) => stub.Bends.Add(async context =>
    {
        if (context.Request.Method != "PATCH" || context.Request.ContentLength <= bytes) return false;
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = 413;
        return true;
    });

    /// <summary>Takes a request only at the location of the last response.</summary>
    private static void LocateEachPart(RegistryStub stub)
    {
        int parts = 0;
        var newest = new ConcurrentDictionary<string, string>();
        stub.Location = path => newest[path] = $"{path}?_part={Interlocked.Increment(ref parts)}";
        stub.Bends.Add(context =>
        {
            string path = context.Request.Path.Value!;
            if (!newest.TryGetValue(path, out string? location) || (path + context.Request.QueryString).StartsWith(location, StringComparison.Ordinal)) return Task.FromResult(false);
            context.Response.StatusCode = 410;
            return Task.FromResult(true);
        });
    }

    private static void RefuseParts(RegistryStub stub, int status, string body = "") => stub.Bends.Add(async context =>
    {
        if (context.Request.Headers.ContentRange.Count == 0) return false;
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
        return true;
    });

    private static Func<HttpContext, Task<bool>> TooManyUntil(TimeSpan wait)
    {
        int answers = 0;
        return context =>
        {
            if (context.Request.Method != "POST" || answers++ > 0) return Task.FromResult(false);
            DateTimeOffset now = DateTimeOffset.UnixEpoch.AddYears(60);
            context.Response.StatusCode = 429;
            context.Response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
            context.Response.Headers.RetryAfter = (now + wait).ToString("R", CultureInfo.InvariantCulture);
            return Task.FromResult(true);
        };
    }

    private static void Token(RegistryStub stub, int status)
    {
        stub.Challenge = Bearer;
        stub.Answer("GET", "/token", status);
    }

    /// <summary>Accepts each header for some requests, and for one that was refused before, however many others use the new header meanwhile.</summary>
    private static Func<HttpRequest, bool> AcceptFor(int requests)
    {
        var uses = new Dictionary<string, int>();
        var refused = new HashSet<string>();
        return request =>
        {
            (string header, string target) = (request.Headers.Authorization.ToString(), $"{request.Method} {request.Path}");
            lock (uses)
            {
                uses[header] = uses.GetValueOrDefault(header) + 1;
                bool isAccepted = refused.Remove(target) || uses[header] <= requests;
                if (!isAccepted) refused.Add(target);
                return isAccepted;
            }
        };
    }
}
