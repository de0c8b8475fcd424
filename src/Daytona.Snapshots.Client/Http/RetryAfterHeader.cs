using System.Globalization;
using System.Net.Http.Headers;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Reads how long the service asks to wait. Its usual limiters name themselves in the header (<c>Retry-After-authenticated</c>)
/// and omit the standard one.
/// </summary>
internal static class RetryAfterHeader
{
    /// <summary>The maximum wait.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);

    /// <summary>The longest wait that the headers request.</summary>
    /// <returns>More than nothing and at most <see cref="MaxWait"/>; null if no header asks for a wait.</returns>
    public static TimeSpan? Read(HttpResponseHeaders headers) => headers
        .Where(static header => header.Key.StartsWith("Retry-After", StringComparison.OrdinalIgnoreCase))
        .SelectMany(static header => header.Value)
        .Max(value => Parse(value.Trim(), headers.Date));

    /// <summary>The wait that one header requests.</summary>
    /// <param name="value">The header; null if there is none.</param>
    /// <param name="date">The time of the response; null if it has none.</param>
    /// <inheritdoc cref="Read(HttpResponseHeaders)"/>
    public static TimeSpan? Read(string? value, string? date)
    {
        DateTimeOffset? now = DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
        return value is null ? null : Parse(value.Trim(), now);
    }

    private static TimeSpan? Parse(string value, DateTimeOffset? now)
    {
        double? wait = null;
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds < double.PositiveInfinity) wait = seconds;
        // A date is by the service's clock, and can't be compared without the service's time.
        else if (DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until)) wait = (until - now)?.TotalSeconds;
        return wait > 0 ? TimeSpan.FromSeconds(Math.Min(wait.Value, MaxWait.TotalSeconds)) : null;
    }
}
