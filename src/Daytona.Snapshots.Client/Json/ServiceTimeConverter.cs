using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Json;

/// <summary>Reads times as <see cref="ServiceTime"/> does.</summary>
internal sealed class ServiceTimeConverter : JsonConverter
{
    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override bool CanConvert(Type objectType) => objectType == typeof(DateTime) || objectType == typeof(DateTime?);

    /// <inheritdoc/>
    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) =>
        reader.TokenType == JsonToken.Null && objectType == typeof(DateTime?) ? null
            : reader.Value is string text && ServiceTime.TryParse(text, out DateTime time) ? time
            : throw new JsonSerializationException("Expected a time.");

    /// <inheritdoc/>
    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => throw new NotSupportedException();
}
