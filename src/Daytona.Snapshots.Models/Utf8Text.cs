using System.Text;

namespace Daytona.Snapshots;

/// <summary>Decodes the text of files, without a replacement for what is not text.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes UTF-8.</summary>
    /// <exception cref="ArgumentException">The bytes are not UTF-8.</exception>
    public static string Decode(byte[] bytes, string file)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            // Windows PowerShell writes it with > and Out-File.
            bool isUtf16 = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
            throw new ArgumentException($"{file} is {(isUtf16 ? "UTF-16" : "not UTF-8")} text. Save it as UTF-8.", nameof(bytes), exception);
        }
    }
}
