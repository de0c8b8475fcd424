using System.Globalization;
using System.Text;

namespace Daytona.Local.Endpoints;

/// <summary>
/// The image registry on its own port: the OCI distribution API as far as pushing and pulling need it.
/// </summary>
internal sealed class ImageRegistryEndpoints(ImageRegistry registry, TimeProvider time)
{
    // The specification asks registries to take manifests of at least this size.
    private const int MaxManifestBytes = 4 * 1024 * 1024;

    /// <summary>Responds to a request on the registry's port.</summary>
    public async ValueTask<ApiResponse> HandleAsync(ApiCall call)
    {
        ApiResponse response;
        try
        {
            response = await RouteAsync(call).ConfigureAwait(false);
        }
        catch (RegistryException refusal)
        {
            response = Refuse(refusal);
        }

        (response.HasVersion, response.HasTag) = (false, false);
        response.Add("Docker-Distribution-Api-Version", "registry/2.0");
        return response;
    }

    private async ValueTask<ApiResponse> RouteAsync(ApiCall call)
    {
        RobotAccount robot = Authenticate(call);
        if (call.Path is "/v2/" or "/v2") return ApiResponse.Text(200, "{}", "application/json");
        RegistryPath path = RegistryPath.Parse(call.Path)
            ?? throw new RegistryException(404, "NOT_FOUND", "page not found");
        if (!robot.MayUse(path.Repository)) throw RegistryException.Denied();
        return (call.Method, path.Kind) switch
        {
            ("GET" or "HEAD", "blobs") => GetBlob(call, path),
            ("GET" or "HEAD", "manifests") => GetManifest(path),
            ("PUT", "manifests") => await PutManifestAsync(call, path).ConfigureAwait(false),
            ("DELETE", "manifests") => RemoveManifest(path),
            ("GET", "tags") => ListTags(path),
            ("POST", "uploads") when path.Reference.Length == 0 =>
                await BeginAsync(call, path, robot).ConfigureAwait(false),
            ("GET", "uploads") => Report(registry.GetUpload(path.Repository, path.Reference), 204),
            ("PATCH", "uploads") => await AppendAsync(call, path).ConfigureAwait(false),
            ("PUT", "uploads") => await CompleteAsync(call, path).ConfigureAwait(false),
            ("DELETE", "uploads") => Cancel(path),
            _ => throw RegistryException.Unsupported(),
        };
    }

    private RobotAccount Authenticate(ApiCall call)
    {
        string header = call.Context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) throw RegistryException.Unauthorized();
        try
        {
            string[] parts = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':', 2);
            bool isValid = parts.Length == 2 && registry.FindRobot(parts[0]) is { } robot
                && robot.Secret == parts[1] && robot.ExpiresAt > time.GetUtcNow();
            return isValid ? registry.FindRobot(parts[0])! : throw RegistryException.Unauthorized();
        }
        catch (FormatException)
        {
            throw RegistryException.Unauthorized();
        }
    }

    private ApiResponse GetBlob(ApiCall call, RegistryPath path)
    {
        Blob blob = registry.FindBlob(path.Repository, path.Reference) ?? throw RegistryException.BlobUnknown();
        if (blob.Content is null && call.Method == "GET")
            throw new RegistryException(500, "UNKNOWN", "The blob is larger than what this server keeps.");

        ByteRange? range;
        try
        {
            string header = call.Context.Request.Headers.Range.ToString();
            range = blob.Content is null ? null : ByteRange.Find(header, blob.Length);
        }
        catch (StorageException)
        {
            throw new RegistryException(416, "RANGE_INVALID", "invalid content range");
        }

        ReadOnlyMemory<byte> content = blob.Content ?? default;
        var response = new ApiResponse(
            range is null ? 200 : 206,
            range is { } part ? content.Slice((int)part.First, (int)part.Length) : content,
            "application/octet-stream") { Length = range?.Length ?? blob.Length };
        if (range is { } sent) response.Add("Content-Range", $"bytes {sent.First}-{sent.Last}/{blob.Length}");
        response.Add("Docker-Content-Digest", blob.Digest);
        response.Add("Accept-Ranges", "bytes");
        return response;
    }

    private ApiResponse GetManifest(RegistryPath path)
    {
        ImageManifest manifest = registry.FindRepository(path.Repository)?.FindManifest(path.Reference)
            ?? throw RegistryException.ManifestUnknown();
        var response = new ApiResponse(200, manifest.Content, manifest.MediaType);
        response.Add("Docker-Content-Digest", manifest.Digest);
        return response;
    }

    private async ValueTask<ApiResponse> PutManifestAsync(ApiCall call, RegistryPath path)
    {
        using var content = new MemoryStream();
        await call.Context.Request.Body.CopyToAsync(content, call.Aborted).ConfigureAwait(false);
        if (content.Length > MaxManifestBytes) throw RegistryException.ManifestInvalid("It is larger than 4 MiB.");
        ImageManifest manifest = ImageManifest.Parse(content.ToArray(), call.Context.Request.ContentType);
        bool isDigest = ImageDigest.IsDigest(path.Reference);
        if (isDigest && manifest.Digest != path.Reference) throw RegistryException.DigestInvalid();
        registry.GetRepository(path.Repository).Add(manifest, isDigest ? null : path.Reference);
        return Created($"/v2/{path.Repository}/manifests/{manifest.Digest}", manifest.Digest);
    }

    private ApiResponse RemoveManifest(RegistryPath path) =>
        registry.FindRepository(path.Repository)?.Remove(path.Reference) == true
            ? new ApiResponse(202)
            : throw RegistryException.ManifestUnknown();

    private ApiResponse ListTags(RegistryPath path)
    {
        ImageRepository repository = registry.FindRepository(path.Repository) ?? throw RegistryException.NameUnknown();
        return ApiResponse.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("name"u8, path.Repository);
            json.WriteStrings("tags"u8, repository.Tags);
            json.WriteEndObject();
        });
    }

    private async ValueTask<ApiResponse> BeginAsync(ApiCall call, RegistryPath path, RobotAccount robot)
    {
        // A mount that is not possible becomes an ordinary upload, as the specification says.
        if (call.Query["mount"] is { } digest && call.Query["from"] is { } source && robot.MayUse(source)
            && registry.FindBlob(source, digest) is { } blob)
        {
            registry.Add(path.Repository, blob);
            return Created($"/v2/{path.Repository}/blobs/{digest}", digest);
        }

        BlobUpload upload = registry.BeginUpload(path.Repository);
        return call.Query["digest"] is { } whole
            ? await CompleteAsync(call, upload, whole).ConfigureAwait(false)
            : Report(upload, 202);
    }

    private async ValueTask<ApiResponse> AppendAsync(ApiCall call, RegistryPath path)
    {
        BlobUpload upload = registry.GetUpload(path.Repository, path.Reference);
        await upload.AppendAsync(call.Context.Request.Body, StartOf(call), call.Aborted).ConfigureAwait(false);
        return Report(upload, 202);
    }

    private ValueTask<ApiResponse> CompleteAsync(ApiCall call, RegistryPath path) => CompleteAsync(
        call,
        registry.GetUpload(path.Repository, path.Reference),
        call.Query["digest"] ?? throw RegistryException.DigestInvalid());

    private async ValueTask<ApiResponse> CompleteAsync(ApiCall call, BlobUpload upload, string digest)
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

    private ApiResponse Cancel(RegistryPath path)
    {
        registry.EndUpload(registry.GetUpload(path.Repository, path.Reference));
        return new ApiResponse(204);
    }

    private static ApiResponse Refuse(RegistryException refusal)
    {
        ApiResponse response = ApiResponse.Of(refusal.Status, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("errors"u8);
            json.WriteStartObject();
            json.WriteString("code"u8, refusal.Code);
            json.WriteString("message"u8, refusal.Message);
            json.WriteNull("detail"u8);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
        if (refusal.Status == 401) response.Add("WWW-Authenticate", "Basic realm=\"Registry Realm\"");
        if (refusal.Upload is { } upload) AddState(response, upload);
        return response;
    }

    private static ApiResponse Created(string location, string digest)
    {
        var response = new ApiResponse(201);
        response.Add("Location", location);
        response.Add("Docker-Content-Digest", digest);
        return response;
    }

    private static ApiResponse Report(BlobUpload upload, int status)
    {
        var response = new ApiResponse(status);
        AddState(response, upload);
        return response;
    }

    private static void AddState(ApiResponse response, BlobUpload upload)
    {
        response.Add("Location", $"/v2/{upload.Repository}/blobs/uploads/{upload.Id}");
        response.Add("Range", $"0-{Math.Max(0, upload.Length - 1)}");
        response.Add("Docker-Upload-UUID", upload.Id);
    }

    /// <summary>The start of a chunk according to its Content-Range <c>start-end</c>; null without one.</summary>
    private static long? StartOf(ApiCall call)
    {
        string header = call.Context.Request.Headers.ContentRange.ToString();
        string start = header.Replace("bytes ", "", StringComparison.OrdinalIgnoreCase).Split('-')[0];
        return long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out long at) ? at : null;
    }
}
