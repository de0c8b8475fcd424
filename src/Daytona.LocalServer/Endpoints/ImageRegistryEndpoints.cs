using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Daytona.Local.Endpoints;

/// <summary>The image registry on its own port: the OCI distribution API as far as pushing and pulling need it.</summary>
internal sealed partial class ImageRegistryEndpoints(ImageRegistry registry, TimeProvider time) : ServiceProgram
{
    // The specification asks registries to take manifests of at least this size.
    private const int MaxManifestBytes = 4 * 1024 * 1024;

    protected override async ValueTask<LocalResponse> HandleAsync(ApiCall call)
    {
        call.ResponseHeaders["Docker-Distribution-Api-Version"] = "registry/2.0";
        RobotAccount robot = Authenticate(call);
        if (call.Path is "/v2/" or "/v2") return LocalResponse.Text(200, "{}", "application/json");
        Match match = PathShape().Match(Uri.UnescapeDataString(call.Path));
        if (!match.Success) throw new ServiceException(404, "page not found", "NOT_FOUND");
        var path = new RegistryPath(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        if (!robot.MayUse(path.Repository)) throw new ServiceException(403, "requested access to the resource is denied", "DENIED");
        return (call.Method, path.Kind) switch
        {
            ("GET" or "HEAD", "blobs") => GetBlob(call, path),
            ("GET" or "HEAD", "manifests") => GetManifest(path),
            ("PUT", "manifests") => await PutManifestAsync(call, path).ConfigureAwait(false),
            ("DELETE", "manifests") => registry.Remove(path.Repository, path.Reference) ? new LocalResponse(202) : throw ManifestUnknown(),
            ("POST", "blobs/uploads") when path.Reference.Length == 0 =>
                await BeginAsync(call, path, robot).ConfigureAwait(false),
            ("GET", "blobs/uploads") => Report(registry.GetUpload(path.Repository, path.Reference), 204),
            ("PATCH", "blobs/uploads") => await AppendAsync(call, path).ConfigureAwait(false),
            ("PUT", "blobs/uploads") => await CompleteAsync(
                call,
                registry.GetUpload(path.Repository, path.Reference),
                call.Query["digest"] ?? throw ImageRegistry.DigestInvalid()).ConfigureAwait(false),
            _ => throw new ServiceException(405, "The operation is unsupported.", "UNSUPPORTED"),
        };
    }

    private RobotAccount Authenticate(ApiCall call) =>
        AuthenticationHeaderValue.TryParse(call.Context.Request.Headers.Authorization, out AuthenticationHeaderValue? header)
            && header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            && registry.Robots.TryGetValue(header.Parameter ?? "", out RobotAccount? robot) && robot.ExpiresAt > time.GetUtcNow()
            ? robot
            : throw new ServiceException(401, "authentication required", "UNAUTHORIZED");

    private LocalResponse GetBlob(ApiCall call, RegistryPath path)
    {
        Blob blob = registry.FindBlob(path.Repository, path.Reference)
            ?? throw new ServiceException(404, "blob unknown to registry", "BLOB_UNKNOWN");
        if (blob.Content is null && call.Method == "GET")
            throw new ServiceException(500, "The blob is larger than what this server keeps.", "UNKNOWN");

        return new LocalResponse(200, blob.Content, "application/octet-stream")
        {
            Length = blob.Length,
            Headers = { ["Docker-Content-Digest"] = blob.Digest },
        };
    }

    private LocalResponse GetManifest(RegistryPath path)
    {
        ImageManifest manifest = registry.FindManifest(path.Repository, path.Reference) ?? throw ManifestUnknown();
        return new LocalResponse(200, manifest.Content, manifest.MediaType) { Headers = { ["Docker-Content-Digest"] = manifest.Digest } };
    }

    private async ValueTask<LocalResponse> PutManifestAsync(ApiCall call, RegistryPath path)
    {
        using var content = new MemoryStream();
        await call.Context.Request.Body.CopyToAsync(content, call.Aborted).ConfigureAwait(false);
        if (content.Length > MaxManifestBytes) throw ImageRegistry.ManifestInvalid("It is larger than 4 MiB.");
        ImageManifest manifest = ImageManifest.Parse(content.ToArray(), call.Context.Request.ContentType);
        if (ImageRegistry.IsDigest(path.Reference) && manifest.Digest != path.Reference) throw ImageRegistry.DigestInvalid();
        registry.Add(path.Repository, path.Reference, manifest);
        return Created($"/v2/{path.Repository}/manifests/{manifest.Digest}", manifest.Digest);
    }

    private async ValueTask<LocalResponse> BeginAsync(ApiCall call, RegistryPath path, RobotAccount robot)
    {
        // A mount that is not possible becomes an ordinary upload, as the specification says.
        if (call.Query["mount"] is { } digest && call.Query["from"] is { } source && robot.MayUse(source)
            && registry.FindBlob(source, digest) is { } blob)
        {
            registry.Add(path.Repository, blob);
            return Created($"/v2/{path.Repository}/blobs/{digest}", digest);
        }

        LocalBlobUpload upload = registry.BeginUpload(path.Repository);
        return call.Query["digest"] is { } whole
            ? await CompleteAsync(call, upload, whole).ConfigureAwait(false)
            : Report(upload, 202);
    }

    private async ValueTask<LocalResponse> AppendAsync(ApiCall call, RegistryPath path)
    {
        LocalBlobUpload upload = registry.GetUpload(path.Repository, path.Reference);
        return await TryAppendAsync(call, upload).ConfigureAwait(false) ? Report(upload, 202) : RangeInvalid(upload);
    }

    private async ValueTask<LocalResponse> CompleteAsync(ApiCall call, LocalBlobUpload upload, string digest)
    {
        if (!await TryAppendAsync(call, upload).ConfigureAwait(false)) return RangeInvalid(upload);
        try
        {
            registry.Add(upload.Repository, upload.Complete(digest));
        }
        finally
        {
            registry.EndUpload(upload);
        }

        return Created($"/v2/{upload.Repository}/blobs/{digest}", digest);
    }

    protected override LocalResponse Refuse(ApiCall call, ServiceException refusal)
    {
        if (refusal.Status == 401) call.ResponseHeaders.WWWAuthenticate = "Basic realm=\"Registry Realm\"";
        return Error(refusal.Status, refusal.Code, refusal.Message);
    }

    private static LocalResponse Error(int status, string code, string message)
    {
        object? detail = null;
        return LocalResponse.Json(new { errors = new[] { new { code, message, detail } } }, status);
    }

    private static ServiceException ManifestUnknown() => new(404, "manifest unknown", "MANIFEST_UNKNOWN");

    // The client needs the state of the upload to continue.
    private static LocalResponse RangeInvalid(LocalBlobUpload upload) =>
        AddState(Error(416, "BLOB_UPLOAD_INVALID", "the chunk does not begin where the last one ended"), upload);

    private static LocalResponse Created(string location, string digest) =>
        new(201) { Headers = { ["Location"] = location, ["Docker-Content-Digest"] = digest } };

    private static LocalResponse Report(LocalBlobUpload upload, int status) => AddState(new LocalResponse(status), upload);

    private static LocalResponse AddState(LocalResponse response, LocalBlobUpload upload)
    {
        response.Headers["Location"] = $"/v2/{upload.Repository}/blobs/uploads/{upload.Id}";
        response.Headers["Range"] = $"0-{Math.Max(0, upload.Length - 1)}";
        response.Headers["Docker-Upload-UUID"] = upload.Id;
        return response;
    }

    private static Task<bool> TryAppendAsync(ApiCall call, LocalBlobUpload upload)
    {
        // Content-Range is start-end.
        string header = call.Context.Request.Headers.ContentRange.ToString();
        string start = header.Replace("bytes ", "", StringComparison.OrdinalIgnoreCase).Split('-')[0];
        bool hasStart = long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out long at);
        return upload.TryAppendAsync(call.Context.Request.Body, hasStart ? at : null, call.Aborted);
    }

    [GeneratedRegex("^/v2/(.+?)/(blobs/uploads|blobs|manifests)(?:/([^/]*))?$")]
    private static partial Regex PathShape();

    /// <summary>A path of the distribution API; the reference is a digest, a tag or the id of an upload, or empty.</summary>
    private sealed record RegistryPath(string Repository, string Kind, string Reference);
}
