using System.Globalization;

namespace Daytona.Snapshots.Client.Json;

/// <summary>Reads the service's times, such as <c>2026-08-01T12:00:00.000Z</c>.</summary>
internal static class ServiceTime
{
    /// <summary>Reads a time.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="time">The time in local time.</param>
    /// <returns>False if the text is not a time.</returns>
    public static bool TryParse(string text, out DateTime time)
    {
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
