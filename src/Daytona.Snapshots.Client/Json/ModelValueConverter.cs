using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Json;

/// <summary>
/// Reads values of the JSON type that the contract has. Newtonsoft.Json would read 0.5 as the whole number 0, and the number 3.10 as the
/// text 3.1. Times are read as <see cref="ServiceTime"/> does, and URLs must be absolute ones of http or https.
/// </summary>
/// <param name="isRequired">Whether a text must not be null or blank.</param>
internal sealed class ModelValueConverter(bool isRequired = false) : JsonConverter
{
    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override bool CanConvert(Type objectType) => objectType == typeof(Uri) || objectType == typeof(Secret) || TypeCodeOf(objectType)
        is TypeCode.String or TypeCode.Int32 or TypeCode.Boolean or TypeCode.Double or TypeCode.DateTime;

    /// <inheritdoc/>
    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        bool isNullable = !objectType.IsValueType || Nullable.GetUnderlyingType(objectType) is not null;
        if (reader.TokenType == JsonToken.Null && isNullable && !isRequired) return null;
        return (TypeCodeOf(objectType), reader.Value) switch
        {
            (TypeCode.String, string text) when !isRequired || !string.IsNullOrWhiteSpace(text) => text,
            (TypeCode.Boolean, bool value) => value,
            (TypeCode.Int32, long and >= int.MinValue and <= int.MaxValue and var number) => (int)number,
            (TypeCode.Double, long number) => (double)number,
            (TypeCode.Double, double number) when !double.IsNaN(number) && !double.IsInfinity(number) => number,
            (TypeCode.DateTime, string text) when ServiceTime.TryParse(text, out DateTime time) => time,
            (TypeCode.Object, string text) when objectType == typeof(Secret) && !string.IsNullOrWhiteSpace(text) => new Secret(text),
            (TypeCode.Object, string text) when Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
                && url.Scheme is "http" or "https" && DaytonaUrl.HasValidHost(url) => url,
            _ => throw new JsonSerializationException("The value does not have the type that the contract requires."),
        };
    }

    /// <inheritdoc/>
    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => throw new NotSupportedException();

    private static TypeCode TypeCodeOf(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type);
}
