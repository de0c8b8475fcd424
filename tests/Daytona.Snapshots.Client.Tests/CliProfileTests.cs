using Daytona.Snapshots.Client.Tests.Json;
using CsCheck;

namespace Daytona.Snapshots.Client.Tests;

public sealed class CliProfileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_active_profile_is_used()
    {
        CliProfile profile = Read(
            """
            {"activeProfile":"two","profiles":[
              {"id":"one","api":{"url":"https://one.example.com/api","key":"dtn_one"}},
              {"id":"two","name":"second","activeOrganizationId":"org","api":{"url":"https://two.example.com/api","key":"dtn_two"}}]}
            """);

        Assert.Equal(new Uri("https://two.example.com/api"), profile.ApiUrl);
        Assert.Equal((new Secret("dtn_two"), CredentialKind.ApiKey), (profile.Credential, profile.Kind));
        Assert.Equal("org", profile.OrganizationId);
    }

    [Fact]
    public void A_login_in_the_browser_has_a_token()
    {
        CliProfile profile = Read(
            """
            {"activeProfile":"a","profiles":[{"id":"a","activeOrganizationId":"org",
              "api":{"url":"https://app.daytona.io/api","key":null,"token":{"accessToken":"eyJ.a.b","refreshToken":"r","expiresAt":"2026-01-01T00:00:00Z"}}}]}
            """);

        Assert.Equal((new Secret("eyJ.a.b"), CredentialKind.AccessToken), (profile.Credential, profile.Kind));
    }

    [Theory]
    [InlineData("{}", "no active profile")]
    [InlineData("""{"profiles":null}""", "no active profile")]
    [InlineData("""{"activeProfile":"none","profiles":[]}""", "no profile 'none'")]
    [InlineData("""{"activeProfile":"b","profiles":[{"id":"a","api":{"url":"https://a/api"}}]}""", "no profile 'b'")]
    [InlineData("""{"activeProfile":"a","profiles":[{"id":"a","api":{"url":"","key":"dtn_secret"}}]}""", "no valid URL")]
    [InlineData("""{"activeProfile":"a","profiles":[{"id":"a","api":{"url":"https://a/api","key":" "}}]}""", "neither an API key nor")]
    [InlineData("{", "not valid JSON")]
    public void An_unusable_profile_has_a_reason(string json, string reason)
    {
        DaytonaException error = Assert.Throws<CredentialException>(() => Read(json));

        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        DaytonaException error = Assert.Throws<CredentialException>(() => CliProfile.ReadActive(_path));

        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_settings_are_read_or_refused()
    {
        JsonMutation.Of(
            [
                """
                {"activeProfile":"a","profiles":[{"id":"a","activeOrganizationId":"org",
                  "api":{"url":"https://a/api","key":"dtn_x","token":{"accessToken":"e.y.J"}}}]}
                """,
            ])
            .Sample(IsReadOrRefused, iter: Fuzz.Iterations, threads: 1);
    }

    private bool IsReadOrRefused(string json)
    {
        try
        {
            return Read(json) is not null;
        }
        catch (DaytonaException)
        {
            return true;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"activeProfile":{},"profiles":[{"id":"a"}]}""")]
    [InlineData("""{"activeProfile":"a","profiles":["a"]}""")]
    [InlineData("""{"activeProfile":"a","profiles":[{"id":"a","api":null}]}""")]
    [InlineData("""{"activeProfile":"a","profiles":[{"id":"a","api":"dtn_secret"}]}""")]
    [InlineData("""{"activeProfile":"a","profiles":[{"id":"a","api":{"url":"https://a/api","key":["dtn_secret"]}}]}""")]
    public void An_error_about_invalid_settings_hides_their_content(string json)
    {
        DaytonaException error = Assert.Throws<CredentialException>(() => Read(json));

        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("dtn_secret", error.ToString(), StringComparison.Ordinal);
    }

    private CliProfile Read(string json)
    {
        File.WriteAllText(_path, json);
        return CliProfile.ReadActive(_path);
    }
}
