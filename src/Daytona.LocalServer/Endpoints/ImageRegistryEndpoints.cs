using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Local.Endpoints;

/// <summary>The image registry on its own port: the OCI distribution API as far as pushing and pulling need it.</summary>
internal sealed partial class ImageRegistryEndpoints(ImageRegistry registry, TimeProvider time)
{
    // The specification asks registries to take manifests of at least this size.
    private const int MaxManifestBytes = 4 * 1024 * 1024;

    /// <summary>Responds to a request on the registry's port.</summary>
    public async ValueTask<LocalResponse> HandleAsync(ApiCall call)
    {
        LocalResponse response;
        try
        {
            response = await RouteAsync(call).ConfigureAwait(false);
        }
        catch (LocalRegistryException refusal)
        {
            response = Refuse(refusal);
        }

        response.Source = ResponseSource.Other;
        response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        return response;
    }

    private async ValueTask<LocalResponse> RouteAsync(ApiCall call)
    {
        RobotAccount robot = Authenticate(call);
        if (call.Path is "/v2/" or "/v2") return LocalResponse.Text(200, "{}", "application/json");
        Match match = PathShape().Match(Uri.UnescapeDataString(call.Path));
        if (!match.Success) throw new LocalRegistryException(404, "NOT_FOUND", "page not found");
        var path = new RegistryPath(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        if (!robot.MayUse(path.Repository)) throw new LocalRegistryException(403, "DENIED", "requested access to the resource is denied");
        return (call.Method, path.Kind) switch
        {
            ("GET" or "HEAD", "blobs") => GetBlob(call, path),
            ("GET" or "HEAD", "manifests") => GetManifest(path),
            ("PUT", "manifests") => await PutManifestAsync(call, path).ConfigureAwait(false),
            ("DELETE", "manifests") => RemoveManifest(path),
            ("POST", "blobs/uploads") when path.Reference.Length == 0 =>
                await BeginAsync(call, path, robot).ConfigureAwait(false),
            ("GET", "blobs/uploads") => Report(registry.GetUpload(path.Repository, path.Reference), 204),
            ("PATCH", "blobs/uploads") => await AppendAsync(call, path).ConfigureAwait(false),
            ("PUT", "blobs/uploads") => await CompleteAsync(
                call,
                registry.GetUpload(path.Repository, path.Reference),
                call.Query["digest"] ?? throw LocalRegistryException.DigestInvalid()).ConfigureAwait(false),
            ("DELETE", "blobs/uploads") => Cancel(path),
            _ => throw new LocalRegistryException(405, "UNSUPPORTED", "The operation is unsupported."),
        };
    }

    private RobotAccount Authenticate(ApiCall call)
    {
        bool hasHeader = AuthenticationHeaderValue.TryParse(call.Context.Request.Headers.Authorization, out var header);
        byte[] credentials = new byte[header?.Parameter?.Length ?? 0];
        bool isBasic = hasHeader && header!.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);
        if (!isBasic || !Convert.TryFromBase64String(header!.Parameter ?? "", credentials, out int length)) throw LocalRegistryException.Unauthorized();
        string[] parts = Encoding.UTF8.GetString(credentials, 0, length).Split(':', 2);
        return registry.FindRobot(parts[0]) is { } robot && robot.Secret == parts[^1] && robot.ExpiresAt > time.GetUtcNow()
            ? robot
            : throw LocalRegistryException.Unauthorized();
    }

    private LocalResponse GetBlob(ApiCall call, RegistryPath path)
    {
        Blob blob = registry.FindBlob(path.Repository, path.Reference) ?? throw new LocalRegistryException(404, "BLOB_UNKNOWN", "blob unknown to registry");
        if (blob.Content is null && call.Method == "GET")
            throw new LocalRegistryException(500, "UNKNOWN", "The blob is larger than what this server keeps.");

        return new LocalResponse(200, blob.Content ?? default, "application/octet-stream")
        {
            Length = blob.Length,
            Headers = { ["Docker-Content-Digest"] = blob.Digest },
        };
    }

    private LocalResponse GetManifest(RegistryPath path)
    {
        ImageManifest manifest = registry.FindManifest(path.Repository, path.Reference) ?? throw LocalRegistryException.ManifestUnknown();
        return new LocalResponse(200, manifest.Content, manifest.MediaType) { Headers = { ["Docker-Content-Digest"] = manifest.Digest } };
    }

    private async ValueTask<LocalResponse> PutManifestAsync(ApiCall call, RegistryPath path)
    {
        using var content = new MemoryStream();
        await call.Context.Request.Body.CopyToAsync(content, call.Aborted).ConfigureAwait(false);
        if (content.Length > MaxManifestBytes) throw LocalRegistryException.ManifestInvalid("It is larger than 4 MiB.");
        ImageManifest manifest = ImageManifest.Parse(content.ToArray(), call.Context.Request.ContentType);
        if (ImageRegistry.IsDigest(path.Reference) && manifest.Digest != path.Reference) throw LocalRegistryException.DigestInvalid();
        registry.Add(path.Repository, path.Reference, manifest);
        return Created($"/v2/{path.Repository}/manifests/{manifest.Digest}", manifest.Digest);
    }

    private LocalResponse RemoveManifest(RegistryPath path) =>
        registry.Remove(path.Repository, path.Reference)
            ? new LocalResponse(202)
            : throw LocalRegistryException.ManifestUnknown();

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
        await upload.AppendAsync(call.Context.Request.Body, StartOf(call), call.Aborted).ConfigureAwait(false);
        return Report(upload, 202);
    }

    private async ValueTask<LocalResponse> CompleteAsync(ApiCall call, LocalBlobUpload upload, string digest)
    {
        await upload.AppendAsync(call.Context.Request.Body, StartOf(call), call.Aborted).ConfigureAwait(false);
        try
        {
            Blob blob = upload.Complete(digest);
            registry.Add(upload.Repository, blob);
        }
        finally
        {
            registry.EndUpload(upload);
        }

        return Created($"/v2/{upload.Repository}/blobs/{digest}", digest);
    }

    private LocalResponse Cancel(RegistryPath path)
    {
        registry.EndUpload(registry.GetUpload(path.Repository, path.Reference));
        return new LocalResponse(204);
    }

    private static LocalResponse Refuse(LocalRegistryException refusal)
    {
        object? detail = null;
        LocalResponse response = LocalResponse.Json(
            new { errors = new[] { new { code = refusal.Code, message = refusal.Message, detail } } }, refusal.Status);
        if (refusal.Status == 401) response.Headers["WWW-Authenticate"] = "Basic realm=\"Registry Realm\"";
        if (refusal.Upload is { } upload) AddState(response, upload);
        return response;
    }

    private static LocalResponse Created(string location, string digest) =>
        new(201) { Headers = { ["Location"] = location, ["Docker-Content-Digest"] = digest } };

    private static LocalResponse Report(LocalBlobUpload upload, int status)
    {
        var response = new LocalResponse(status);
        AddState(response, upload);
        return response;
    }

    private static void AddState(LocalResponse response, LocalBlobUpload upload)
    {
        response.Headers["Location"] = $"/v2/{upload.Repository}/blobs/uploads/{upload.Id}";
        response.Headers["Range"] = $"0-{Math.Max(0, upload.Length - 1)}";
        response.Headers["Docker-Upload-UUID"] = upload.Id;
    }

    /// <summary>The start of a chunk according to its Content-Range <c>start-end</c>; null without one.</summary>
    private static long? StartOf(ApiCall call)
    {
        string header = call.Context.Request.Headers.ContentRange.ToString();
        string start = header.Replace("bytes ", "", StringComparison.OrdinalIgnoreCase).Split('-')[0];
        return long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out long at) ? at : null;
    }

    [GeneratedRegex("^/v2/(.+?)/(blobs/uploads|blobs|manifests)(?:/([^/]*))?$")]
    private static partial Regex PathShape();

    /// <summary>A path of the distribution API; the reference is a digest, a tag or the id of an upload, or empty.</summary>
    private sealed record RegistryPath(string Repository, string Kind, string Reference);
}
