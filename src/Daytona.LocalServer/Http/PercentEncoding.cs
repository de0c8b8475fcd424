using System.Buffers;
using System.Globalization;
using System.Text;

namespace Daytona.Local.Http;

/// <summary>
/// The encoding of a path, read as strictly as the service's framework reads it: .NET leaves what it can't decode.
/// </summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The decoded text; null if a percent sign stands for nothing, or the bytes are not UTF-8.</summary>
    public static string? TryDecode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal)) return text;

        var bytes = new ArrayBufferWriter<byte>(text.Length);
        for (int at = 0; at < text.Length;)
        {
            if (text[at] != '%')
            {
                int end = text.IndexOf('%', at) is var next and >= 0 ? next : text.Length;
                Encoding.UTF8.GetBytes(text.AsSpan(at, end - at), bytes);
                at = end;
                continue;
            }

            if (at + 3 > text.Length || !byte.TryParse(
                text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
                return null;
            bytes.Write([value]);
            at += 3;
        }

        try
        {
            return Strict.GetString(bytes.WrittenSpan);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
