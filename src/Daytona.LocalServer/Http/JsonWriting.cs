using System.Globalization;
using System.Text.Json;

namespace Daytona.Local.Http;

/// <summary>The JSON formats that the service's responses share.</summary>
internal static class JsonWriting
{
    /// <summary>A time as JavaScript writes it: UTC, three decimals, Z.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    extension(Utf8JsonWriter json)
    {
        public void WriteTime(ReadOnlySpan<byte> name, DateTimeOffset? time)
        {
            if (time is not { } value)
            {
                json.WriteNull(name);
                return;
            }

            Span<byte> text = stackalloc byte[24];
            value.UtcDateTime.TryFormat(text, out int length, TimeFormat, CultureInfo.InvariantCulture);
            json.WriteString(name, text[..length]);
        }

        public void WriteStrings(ReadOnlySpan<byte> name, IReadOnlyList<string>? values)
        {
            if (values is null)
            {
                json.WriteNull(name);
                return;
            }

            json.WriteStartArray(name);
            foreach (string value in values) json.WriteStringValue(value);
            json.WriteEndArray();
        }
    }

    /// <summary>A whole number as JavaScript writes it: to 21 digits without an exponent.</summary>
    public static string ToText(double number)
    {
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        int exponent = shortest.IndexOf("E+", StringComparison.Ordinal);
        if (exponent < 0) return shortest;
        int length = int.Parse(shortest.AsSpan(exponent + 2), CultureInfo.InvariantCulture) + 1;
        return shortest[..exponent].Replace(".", "", StringComparison.Ordinal).PadRight(length, '0');
    }

    /// <summary>A time as the service's messages and answers write it.</summary>
    public static string ToText(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
