using Microsoft.AspNetCore.WebUtilities;

namespace Daytona.Local.Endpoints;

/// <summary>Writes the errors of the proxy and the runners behind it, which are not those of the API.</summary>
internal sealed class ProxyError(TimeProvider time)
{
    public ApiResponse Write(ApiCall call, int status, string message, string path) => ApiResponse.Of(status, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("statusCode"u8, status);
        json.WriteString("message"u8, message);
        json.WriteString("code"u8, ReasonPhrases.GetReasonPhrase(status).ToUpperInvariant().Replace(' ', '_'));
        json.WriteTime("timestamp"u8, time.GetUtcNow());
        json.WriteString("path"u8, path);
        json.WriteString("method"u8, call.Method);
        json.WriteEndObject();
    });
}
