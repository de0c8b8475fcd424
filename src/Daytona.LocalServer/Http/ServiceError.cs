using Microsoft.AspNetCore.WebUtilities;

namespace Daytona.Local.Http;

/// <summary>Writes the errors of the service.</summary>
internal sealed class ServiceError(TimeProvider time, bool newer)
{
    public ApiResponse Write(string target, int status, string message) => ApiResponse.Of(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("path"u8, target);
        json.WriteTime("timestamp"u8, time.GetUtcNow());
        json.WriteNumber("statusCode"u8, status);
        json.WriteString("error"u8, ReasonPhrases.GetReasonPhrase(status));
        if (newer)
        {
            json.WriteString("code"u8, CodeOf(status));
            json.WriteString("source"u8, "DAYTONA_API"u8);
        }

        json.WriteString("message"u8, message);
        json.WriteEndObject();
    });

    private static string CodeOf(int status) =>
        ReasonPhrases.GetReasonPhrase(status).ToUpperInvariant().Replace(' ', '_');
}
