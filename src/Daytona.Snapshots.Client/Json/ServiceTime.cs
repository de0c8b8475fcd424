using System.Globalization;

namespace Daytona.Snapshots.Client.Json;

/// <summary>Reads the service's times, such as <c>2026-08-01T12:00:00.000Z</c>.</summary>
internal static class ServiceTime
{
    /// <summary>Reads a time.</summary>
    /// <returns>False if the text is not a time.</returns>
    public static bool TryParse(string text, out DateTime time)
    {
#if NET
        // Listings contain many times, and .NET reads its own form with seven digits several times faster.
        if (text.Length == 24 && text[23] == 'Z')
        {
            Span<char> padded = stackalloc char[28];
            text.AsSpan(0, 23).CopyTo(padded);
            "0000Z".CopyTo(padded[23..]);
            if (DateTime.TryParseExact(padded, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return true;
        }

#endif
        bool valid = DateTime.TryParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time);
        if (valid) time = time.ToLocalTime();
        return valid;
    }
}
