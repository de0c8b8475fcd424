using System.Text.Json;

namespace Daytona.Local.Http;

/// <summary>The pipeline of an API request, with its checks in the order of the real service.</summary>
internal sealed class ApiPipeline(
    LocalServerOptions options, AccessControl access, ServiceErrors errors, FailedLogins failedLogins,
    RateLimiter limiter, IReadOnlyList<ApiRoute> routes)
{
    /// <summary>The limit of the service's body parser. A longer body causes an error that looks like a missing path.</summary>
    public const int MaxBodyBytes = 102_400;

    private const string BrokenJson =
        """{"message":"Invalid JSON in request body","error":"Bad Request","statusCode":400}""";

    // The service's parser has no depth limit.
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = MaxBodyBytes };

    public async ValueTask<LocalResponse> HandleAsync(ApiCall call)
    {
        if (call.Method == "OPTIONS") return Preflight(call);
        string? mediaType = call.Context.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        // Bodies of other types have no limit, because no parser reads them.
        bool isParsed = mediaType is "application/json" or "application/x-www-form-urlencoded";
        LocalResponse? early = isParsed && call.Body.Length > MaxBodyBytes
            ? errors.Write(call.Target, 404, $"Cannot {call.Method} {call.Target}")
            : mediaType != "application/json" || call.Body.IsEmpty || TryParseBody(call) ? null : LocalResponse.Text(400, BrokenJson);
        if (early is not null)
        {
            early.Source = ResponseSource.Framework;
            return early;
        }

        try
        {
            failedLogins.ThrowIfBlocked(call);
            if (options.Maintenance)
                throw new ServiceException(503, "Service is currently under maintenance. Please try again later.");
            return await RouteAsync(call).ConfigureAwait(false);
        }
        catch (ServiceException refusal)
        {
            bool isBlocked = refusal.Status == 401 && failedLogins.Count(call);
            if (isBlocked) refusal = RateLimiter.TooMany();
            return errors.Write(call.Target, refusal.Status, refusal.Message);
        }
        catch (Exception exception) when (
            exception is not (OperationCanceledException or IOException or ConnectionAbortException))
        {
            // The service answers every failure of its own.
            return errors.Write(call.Target, 500, "An unexpected error occurred.");
        }
    }

    private async ValueTask<LocalResponse> RouteAsync(ApiCall call)
    {
        string id = "";
        ApiRoute route = routes.FirstOrDefault(it => it.Matches(call, out id))
            ?? throw ServiceException.NotFound($"Cannot {call.Method} {call.Target}");
        call.Id = TryDecode(id) ?? throw ServiceException.BadRequest($"Failed to decode param '{id}'");
        if (route.Access != Access.Public)
        {
            Authorize(call, route);
            limiter.Count(call);
        }

        return await route.Handler(call).ConfigureAwait(false);
    }

    private void Authorize(ApiCall call, ApiRoute route)
    {
        call.Caller = access.Authenticate(call, route.Access) ?? throw ServiceException.InvalidCredentials();
        bool isKnown = call.Caller.User is not null && (route.Access == Access.Token || call.Caller.Organization is not null);
        if (!isKnown) throw ServiceException.Forbidden("Invalid authentication context");
        if (!call.Caller.HasAny(route.Permissions)) throw ServiceException.Forbidden("Access denied");
    }

    private static bool TryParseBody(ApiCall call)
    {
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

    // The framework refuses a percent sign that stands for nothing, and bytes that are not UTF-8. .NET leaves them. A character that no
    // path has stands for an encoded percent sign meanwhile, so that any other is one that was left.
    private static string? TryDecode(string text)
    {
        const char Percent = '\uFDD0';
        string decoded = Uri.UnescapeDataString(text.Replace("%25", $"{Percent}", StringComparison.Ordinal));
        return decoded.Contains('%', StringComparison.Ordinal) ? null : decoded.Replace(Percent, '%');
    }

    private static LocalResponse Preflight(ApiCall call)
    {
        var response = new LocalResponse(204)
        {
            Source = ResponseSource.Framework,
            Headers = { ["Access-Control-Allow-Methods"] = "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS", ["Content-Length"] = "0" },
        };
        if (call.Context.Request.Headers.Origin is [{ } origin]) response.Headers["Access-Control-Allow-Origin"] = origin;
        return response;
    }
}
