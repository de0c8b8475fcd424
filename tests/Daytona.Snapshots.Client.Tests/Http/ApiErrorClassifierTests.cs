using System.Globalization;
using System.Text.Json;

namespace Daytona.Snapshots.Client.Tests.Http;

public sealed class ApiErrorClassifierTests
{
    private static readonly Dictionary<(int Status, string Message), ApiErrorReason> Table =
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Http", "recorded-errors.tsv"))
            .Select(static line => line.Split('\t'))
            .ToDictionary(
                static columns => (int.Parse(columns[0], CultureInfo.InvariantCulture), JsonSerializer.Deserialize<string>(columns[2])!),
                static columns => Enum.Parse<ApiErrorReason>(columns[1]));

    [Fact]
    public void Every_recorded_error_has_its_reason()
    {
        Assert.Equal(
            Recordings.Errors.Select(static error => (error, Table.GetValueOrDefault(error, ApiErrorReason.Refused))),
            Recordings.Errors.Select(static error => (error, ApiErrorClassifier.Classify(error.Status, error.Message))));
    }

    [Fact]
    public void Every_known_message_was_recorded()
    {
        Assert.Empty(Table.Keys.Except(Recordings.Errors));
    }

    [Theory]
    [InlineData(401, ApiErrorReason.CredentialRefused)]
    [InlineData(403, ApiErrorReason.Forbidden)]
    [InlineData(404, ApiErrorReason.NotDaytona)]
    [InlineData(418, ApiErrorReason.Refused)]
    [InlineData(429, ApiErrorReason.RateLimited)]
    [InlineData(500, ApiErrorReason.ServiceFailed)]
    [InlineData(502, ApiErrorReason.ServiceUnavailable)]
    [InlineData(503, ApiErrorReason.ServiceUnavailable)]
    [InlineData(504, ApiErrorReason.ServiceUnavailable)]
    public void An_error_of_a_proxy_has_a_reason(int status, ApiErrorReason reason)
    {
        Assert.Equal(reason, ApiErrorClassifier.Classify(status, message: null));
    }

    [Fact]
    public void A_limit_of_all_sandboxes_is_a_resource_limit()
    {
        Assert.Equal(ApiErrorReason.ResourceLimitExceeded, ApiErrorClassifier.Classify(400, "Total CPU limit exceeded. Maximum allowed: 10."));
    }

    [Fact]
    public void A_429_for_failed_logins_means_a_blocked_address()
    {
        Assert.Equal(
            ApiErrorReason.AddressBlocked, ApiErrorClassifier.Classify(429, "ThrottlerException: Too Many Requests", isOfLogins: true));
    }

    [Theory]
    [InlineData(ApiErrorReason.NameTaken, 409, true, true)]
    [InlineData(ApiErrorReason.RateLimited, 429, true, true)]
    [InlineData(ApiErrorReason.SandboxFailed, 400, true, false)]
    [InlineData(ApiErrorReason.ServiceFailed, 500, true, false)]
    [InlineData(ApiErrorReason.Forbidden, 403, false, false)]
    public void A_refusal_comes_from_the_service_and_changes_nothing(ApiErrorReason reason, int status, bool fromService, bool isRefusal)
    {
        var error = new DaytonaApiException("no")
        {
            Reason = reason, StatusCode = status, FromService = fromService, Method = "POST", Path = "/",
        };

        Assert.Equal(isRefusal, error.IsRefusal);
    }
}
