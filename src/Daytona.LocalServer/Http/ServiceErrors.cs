using Microsoft.AspNetCore.WebUtilities;

namespace Daytona.Local.Http;

/// <summary>Writes the errors of the service, and those of the proxy and the runners behind it.</summary>
internal sealed class ServiceErrors(LocalServerOptions options)
{
    /// <summary>An error of the API.</summary>
    public LocalResponse Write(string target, int status, string message)
    {
        (string path, DateTimeOffset timestamp, string error) = (target, Now, ReasonPhrases.GetReasonPhrase(status));
        return options.Newer
            ? LocalResponse.Json(
                new { path, timestamp, statusCode = status, error, code = CodeOf(status), source = "DAYTONA_API", message }, status)
            : LocalResponse.Json(new { path, timestamp, statusCode = status, error, message }, status);
    }

    /// <summary>An error of the proxy.</summary>
    public LocalResponse Write(ApiCall call, int status, string message, string? path = null) => LocalResponse.Json(
        new { statusCode = status, message, code = CodeOf(status), timestamp = Now, path = path ?? call.Path, method = call.Method },
        status);

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    private static string CodeOf(int status) => ReasonPhrases.GetReasonPhrase(status).ToUpperInvariant().Replace(' ', '_');
}
