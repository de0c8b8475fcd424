using System.Text.Json;

namespace Daytona.Local.Http;

/// <summary>
/// The pipeline of an API request, in the order of the real service: body, blocked address, maintenance, path, credentials,
/// organization, permission, rate limit, and then the work.
/// </summary>
internal sealed class ApiPipeline(
    LocalServerOptions options,
    AccessControl access,
    ServiceError errors,
    FailedLogins failedLogins,
    RateLimiter limiter,
    IReadOnlyList<ApiRoute> routes)
{
    /// <summary>The limit of the service's body parser. A longer body causes an error that looks like a missing path.</summary>
    public const int MaxBodyBytes = 102_400;

    // The service's parser has no depth limit.
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = MaxBodyBytes };

    private const string BrokenJson =
        """{"message":"Invalid JSON in request body","error":"Bad Request","statusCode":400}""";

    public async ValueTask<ApiResponse> HandleAsync(ApiCall call)
    {
        if (call.Method == "OPTIONS") return Preflight(call);
        if (call.Body.Length > MaxBodyBytes && IsParsed(call))
            return Raw(errors.Write(call.Target, 404, $"Cannot {call.Method} {call.Target}"));
        if (!TryParseBody(call)) return Raw(ApiResponse.Text(400, BrokenJson));

        ApiResponse response;
        try
        {
            if (failedLogins.FindBlock(call, out int seconds)) response = Blocked(call, seconds);
            else if (options.Maintenance)
                response = errors.Write(
                    call.Target, 503, "Service is currently under maintenance. Please try again later.");
            else response = await RouteAsync(call).ConfigureAwait(false);
        }
        catch (ServiceException refusal)
        {
            response = errors.Write(call.Target, refusal.Status, refusal.Message);
            if (refusal.Status == 401 && failedLogins.Count(call))
                response = errors.Write(call.Target, 429, "ThrottlerException: Too Many Requests");
        }
        catch (Exception exception) when (
            exception is not (OperationCanceledException or IOException or ConnectionAbortException))
        {
            // The service answers every failure of its own.
            response = errors.Write(call.Target, 500, "An unexpected error occurred.");
        }

        response.Headers.AddRange(call.ExtraHeaders);
        return response;
    }

    private async ValueTask<ApiResponse> RouteAsync(ApiCall call)
    {
        ApiRoute route = Find(call, out string id)
            ?? throw ServiceException.NotFound($"Cannot {call.Method} {call.Target}");
        call.Id = PercentEncoding.TryDecode(id)
            ?? throw ServiceException.BadRequest($"Failed to decode param '{id}'");
        if (route.Access != Access.Public)
        {
            Authorize(call, route);
            if (!limiter.TryPass(call)) throw new ServiceException(429, "ThrottlerException: Too Many Requests");
        }

        return await route.Handler(call).ConfigureAwait(false);
    }

    private void Authorize(ApiCall call, ApiRoute route)
    {
        string? token = TokenOf(call);
        string? organization = call.Context.Request.Headers["X-Daytona-Organization-ID"];
        call.Caller = (token is null ? null : access.Authenticate(token, organization, route.Access))
            ?? throw new ServiceException(401, "Invalid credentials");

        bool isKnown = call.Caller.User is not null
            && (route.Access == Access.Token || call.Caller.Organization is not null);
        if (!isKnown) throw ServiceException.Forbidden("Invalid authentication context");
        if (!call.Caller.HasAny(route.Permissions)) throw ServiceException.Forbidden("Access denied");
    }

    private ApiRoute? Find(ApiCall call, out string id)
    {
        id = "";
        string path = call.Path.EndsWith('/') ? call.Path[..^1] : call.Path;
        if (!path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase)) return null;

        string[] segments = path["/api/".Length..].Split('/');
        foreach (ApiRoute route in routes)
        {
            if (route.Matches(call.Method, segments, out id)) return route;
        }

        return null;
    }

    private ApiResponse Blocked(ApiCall call, int seconds)
    {
        failedLogins.AddHeaders(call, remaining: 0, seconds, blocked: true);
        return errors.Write(call.Target, 429, "ThrottlerException: Too Many Requests");
    }

    /// <summary>The bearer token of the header, or the query's: the service's library takes both.</summary>
    public static string? TokenOf(ApiCall call)
    {
        string? header = call.Context.Request.Headers.Authorization;
        if (header is not null)
        {
            int space = header.IndexOf(' ', StringComparison.Ordinal);
            return space > 0 && header[..space].Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                && header.Length > space + 1
                ? header[(space + 1)..]
                : null;
        }

        return call.Query["access_token"];
    }

    private static bool TryParseBody(ApiCall call)
    {
        if (MediaTypeOf(call) != "application/json" || call.Body.IsEmpty) return true;
        try
        {
            bool hasMark = call.Body.Span.StartsWith("\uFEFF"u8);
            using JsonDocument document = JsonDocument.Parse(hasMark ? call.Body[3..] : call.Body, JsonOptions);
            call.Json = document.RootElement.Clone();
            // The parser is strict and refuses a bare number or string.
            return call.Json.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether one of the service's body parsers reads the body. Other bodies have no limit.</summary>
    private static bool IsParsed(ApiCall call) =>
        MediaTypeOf(call) is "application/json" or "application/x-www-form-urlencoded";

    private static string? MediaTypeOf(ApiCall call) =>
        call.Context.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();

    private static ApiResponse Preflight(ApiCall call)
    {
        var response = new ApiResponse(204) { HasVersion = false };
        string? origin = call.Context.Request.Headers.Origin;
        if (origin is not null) response.Add("Access-Control-Allow-Origin", origin);
        response.Add("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS");
        response.Add("Content-Length", "0");
        return response;
    }

    private static ApiResponse Raw(ApiResponse response)
    {
        var raw = new ApiResponse(response.Status, response.Body, ApiResponse.Json) { HasVersion = false };
        raw.Headers.AddRange(response.Headers);
        return raw;
    }
}
