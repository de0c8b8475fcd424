using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Json;

/// <summary>Reads a text that must not be blank.</summary>
internal sealed class RequiredTextConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override string ReadJson(
        JsonReader reader, Type objectType, string? existingValue, bool hasExistingValue, JsonSerializer serializer) =>
        reader.Value is string text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new JsonSerializationException("Expected a text that is not blank.");

    /// <inheritdoc/>
    public override void WriteJson(JsonWriter writer, string? value, JsonSerializer serializer) =>
        throw new NotSupportedException();
}
