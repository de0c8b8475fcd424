using System.Globalization;

namespace Daytona.Snapshots.Client.Tests.Json;

public sealed class ServiceTimeTests
{
    [Theory]
    [InlineData("2026-08-01T12:30:00.125Z", "2026-08-01T12:30:00.1250000Z")]
    [InlineData("2026-08-01T12:30:00Z", "2026-08-01T12:30:00.0000000Z")]
    [InlineData("2026-08-01T14:30:00.5+02:00", "2026-08-01T12:30:00.5000000Z")]
    [InlineData("2026-08-01T12:30:00", "2026-08-01T12:30:00.0000000Z")]
    public void A_time_is_converted_to_local_time(string text, string utc)
    {
        Assert.True(ServiceTime.TryParse(text, out DateTime time));
        Assert.Equal(DateTimeKind.Local, time.Kind);
        Assert.Equal(utc, time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-13-01T12:30:00.125Z")]
    [InlineData("2026-08-01")]
    [InlineData("/Date(99999999999999999)/")]
    [InlineData("12345678901234567890123Z")]
    public void Invalid_text_is_not_a_time(string text)
    {
        Assert.False(ServiceTime.TryParse(text, out _));
    }
}
