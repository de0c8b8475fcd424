using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Json;

/// <summary>Reads absolute URLs of http and https.</summary>
internal sealed class WebUrlConverter : JsonConverter<Uri>
{
    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override Uri ReadJson(
        JsonReader reader, Type objectType, Uri? existingValue, bool hasExistingValue, JsonSerializer serializer) =>
        reader.Value is string text
        && Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && DaytonaUrl.HasValidHost(url)
            ? url
            : throw new JsonSerializationException("Expected an absolute URL of http or https.");

    /// <inheritdoc/>
    public override void WriteJson(JsonWriter writer, Uri? value, JsonSerializer serializer) => throw new NotSupportedException();
}
