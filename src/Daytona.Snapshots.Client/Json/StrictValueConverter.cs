using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Json;

/// <summary>
/// Reads values of the JSON type that the contract has. Newtonsoft.Json would read 0.5 as the whole number 0, and the number 3.10 as the
/// text 3.1.
/// </summary>
internal sealed class StrictValueConverter : JsonConverter
{
    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override bool CanConvert(Type objectType) =>
        Type.GetTypeCode(Nullable.GetUnderlyingType(objectType) ?? objectType) is TypeCode.String or TypeCode.Int32 or TypeCode.Boolean or TypeCode.Double;

    /// <inheritdoc/>
    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null && (!objectType.IsValueType || Nullable.GetUnderlyingType(objectType) is not null)) return null;
        return (Type.GetTypeCode(Nullable.GetUnderlyingType(objectType) ?? objectType), reader.Value) switch
        {
            (TypeCode.String, string text) => text,
            (TypeCode.Boolean, bool value) => value,
            (TypeCode.Int32, long and >= int.MinValue and <= int.MaxValue and var number) => (int)number,
            (TypeCode.Double, long number) => (double)number,
            (TypeCode.Double, double number) when !double.IsNaN(number) && !double.IsInfinity(number) => number,
            _ => throw new JsonSerializationException("The value does not have the type that the contract requires."),
        };
    }

    /// <inheritdoc/>
    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => throw new NotSupportedException();
}
