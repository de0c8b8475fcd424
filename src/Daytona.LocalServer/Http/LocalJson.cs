using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Daytona.Local.Http;

/// <summary>The JSON of the service's responses.</summary>
internal static class LocalJson
{
    public static readonly JsonSerializerOptions Options = Create(static _ => { });

    /// <summary>Creates the options for a shape in which the service writes a type: without some fields, or without them if they are null.</summary>
    public static JsonSerializerOptions CreateView<T>(string[] omitted, params string[] omittedIfNull) => Create(type =>
    {
        foreach (JsonPropertyInfo field in type.Type == typeof(T) ? type.Properties : [])
        {
            if (omitted.Contains(field.Name)) field.ShouldSerialize = static (_, _) => false;
            if (omittedIfNull.Contains(field.Name)) field.ShouldSerialize = static (_, value) => value is not null;
        }
    });

    /// <summary>A time as JavaScript writes it: UTC, three decimals, Z.</summary>
    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static JsonSerializerOptions Create(Action<JsonTypeInfo> modifier) => new(JsonSerializerDefaults.Web)
    {
        // Like JSON.stringify, escapes only what JSON requires.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new TimeConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { modifier } },
    };

    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(ToText(value));
    }
}
