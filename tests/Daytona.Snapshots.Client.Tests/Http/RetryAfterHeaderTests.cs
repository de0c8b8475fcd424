using System.Globalization;
using CsCheck;

namespace Daytona.Snapshots.Client.Tests.Http;

public sealed class RetryAfterHeaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("17", 17.0)]
    [InlineData(" 17 ", 17.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("2147483647", 86400.0)]
    [InlineData("99999999999999999999999999", 86400.0)]
    [InlineData("Sat, 01 Aug 2026 12:00:30 GMT", 30.0)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 86400.0)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("-2147483648", null)]
    [InlineData("Sat, 01 Aug 2026 11:00:00 GMT", null)]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e300", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void Every_form_of_Retry_After_is_read_and_bounded(string value, double? seconds)
    {
        TimeSpan? expected = seconds is { } number ? TimeSpan.FromSeconds(number) : null;

        Assert.Equal(expected, Read("Retry-After", value));
        Assert.Equal(expected, Read("Retry-After-authenticated", value));
    }

    [Fact]
    public void The_longest_of_several_Retry_After_headers_is_used()
    {
        using HttpResponseMessage response = Response();
        response.Headers.TryAddWithoutValidation("Retry-After", "3");
        response.Headers.TryAddWithoutValidation("Retry-After-authenticated", "7");

        Assert.Equal(TimeSpan.FromSeconds(7), RetryAfterHeader.Read(response.Headers));
    }

    [Fact]
    public void Any_Retry_After_is_a_wait_within_bounds_or_ignored()
    {
        Gen<string> date = Gen.DateTime.Select(static time => time.ToString("R", CultureInfo.InvariantCulture));
        Gen.OneOf(Gen.String, Gen.Double.Select(static number => number.ToString(CultureInfo.InvariantCulture)), Gen.Long.Select(static number => $"{number}"), date)
            .Sample(static value => Read("Retry-After", value) is not { } wait || (wait > TimeSpan.Zero && wait <= RetryAfterHeader.MaxWait), iter: Fuzz.Iterations);
    }

    private static TimeSpan? Read(string name, string value)
    {
        using HttpResponseMessage response = Response();
        response.Headers.TryAddWithoutValidation(name, value);
        return RetryAfterHeader.Read(response.Headers);
    }

    private static HttpResponseMessage Response()
    {
        var response = new HttpResponseMessage();
        response.Headers.Date = Now;
        return response;
    }
}
