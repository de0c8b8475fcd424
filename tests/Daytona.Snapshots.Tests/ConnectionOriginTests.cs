using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>A credential is used only for the server that it belongs to: all combinations of parameter, variable and profile.</summary>
public sealed class ConnectionOriginTests : ProcessWideTest
{
    private const string A = "https://a.example.com/api";
    private const string B = "https://b.example.com/api";
    private const string Default = "https://app.daytona.io/api";

    // -ApiUrl, DAYTONA_API_URL, where DAYTONA_API_KEY is set, and the URL of the profile.
    public static TheoryData<string?, string?, bool, string?> Combinations
    {
        get
        {
            var combinations = new TheoryData<string?, string?, bool, string?>();
            foreach (string? parameter in new[] { null, A, B })
            {
                foreach (string? variable in new[] { null, A, B, A + "/" })
                {
                    foreach (bool hasKey in new[] { false, true })
                    {
                        foreach (string? profile in new[] { null, A }) combinations.Add(parameter, variable, hasKey, profile);
                    }
                }
            }

            return combinations;
        }
    }

    [Theory, MemberData(nameof(Combinations))]
    public void A_credential_is_used_only_for_its_server(string? parameter, string? variable, bool hasKey, string? profile)
    {
        Environment.SetEnvironmentVariable("DAYTONA_API_URL", variable);
        if (hasKey) Environment.SetEnvironmentVariable("DAYTONA_API_KEY", "dtn_variable");
        if (profile is not null) WriteProfile(profile, "\"key\":\"dtn_profile\"", null);

        Outcome outcome = Run($"Connect-Daytona -SkipCheck{(parameter is null ? "" : " -ApiUrl " + parameter)}");

        string? wanted = parameter ?? variable;
        bool usesKey = hasKey && (parameter is null || variable is null || Same(parameter, variable));
        bool usesProfile = !usesKey && profile is not null && (wanted is null || Same(wanted, profile));
        if (!usesKey && !usesProfile)
        {
            string text = outcome.AssertFailed("NoCredentials", ErrorCategory.AuthenticationError).ToString();
            if (hasKey) Assert.Contains($"$env:DAYTONA_API_KEY is for {variable} ($env:DAYTONA_API_URL), and -ApiUrl is {parameter}.", text, StringComparison.Ordinal);
            if (profile is not null) Assert.Contains($"is for {profile}, and {(parameter is null ? "$env:DAYTONA_API_URL" : "-ApiUrl")} is {wanted}.", text, StringComparison.Ordinal);
            return;
        }

        PSObject connection = outcome.AssertSucceeded().Single;
        string config = Path.Combine(ConfigFolder, "config.json");
        Assert.Equal(usesKey ? "$env:DAYTONA_API_KEY" : config, connection.Properties["Source"].Value);
        Assert.Equal(usesKey ? wanted ?? Default : profile, $"{connection.Properties["ApiUrl"].Value}");
        Assert.Equal(
            !usesKey ? config : parameter is not null ? "-ApiUrl" : variable is not null ? "$env:DAYTONA_API_URL" : "the default",
            connection.Properties["ApiUrlSource"].Value);
    }

    [Theory]
    [InlineData(null, null, "of-profile", null)]
    [InlineData(null, "of-variable", "of-variable", "$env:DAYTONA_ORGANIZATION_ID")]
    [InlineData("given", "of-variable", "given", "-OrganizationId")]
    public void The_organization_of_a_token_is_the_nearest(string? parameter, string? variable, string organization, string? source)
    {
        Environment.SetEnvironmentVariable("DAYTONA_ORGANIZATION_ID", variable);
        WriteProfile(A, "\"token\":{\"accessToken\":\"token\"}", "of-profile");

        PSObject connection = Run($"Connect-Daytona -SkipCheck{(parameter is null ? "" : " -OrganizationId " + parameter)}").AssertSucceeded().Single;

        Assert.Equal(organization, connection.Properties["OrganizationId"].Value);
        Assert.Equal(source ?? Path.Combine(ConfigFolder, "config.json"), connection.Properties["OrganizationSource"].Value);
    }

    [Fact]
    public void A_key_of_another_organization_is_not_used()
    {
        Environment.SetEnvironmentVariable("DAYTONA_ORGANIZATION_ID", "of-variable");
        WriteProfile(A, "\"key\":\"dtn_profile\"", "of-profile");

        string text = Run("Get-DaytonaSnapshot").AssertFailed("NoCredentials", ErrorCategory.AuthenticationError).ToString();

        Assert.Contains("is for organization of-profile, and $env:DAYTONA_ORGANIZATION_ID is of-variable.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_removal_for_a_test_server_does_not_reach_the_profile()
    {
        WriteProfile(Server.ApiKey);
        Server.AddSnapshot("x");
        Environment.SetEnvironmentVariable("DAYTONA_API_URL", B);

        Run("Remove-DaytonaSnapshot x").AssertFailed("NoCredentials", ErrorCategory.AuthenticationError);

        Assert.Empty(Requests);
    }

    [Fact]
    public void A_connection_shows_whether_it_was_checked()
    {
        Shell.Set("key", Secret(Server.ApiKey));

        Assert.Equal(false, Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl} -SkipCheck").Single.Properties["IsChecked"].Value);
        Assert.Equal(true, Run($"Connect-Daytona -ApiKey $key -ApiUrl {Server.ApiUrl}").Single.Properties["IsChecked"].Value);
    }

    private static bool Same(string left, string right) => left.TrimEnd('/') == right.TrimEnd('/');

    private void WriteProfile(string url, string credential, string? organization) => File.WriteAllText(
        Path.Combine(ConfigFolder, "config.json"),
        $$$"""{"activeProfile":"p","profiles":[{"id":"p","name":"p","api":{"url":"{{{url}}}",{{{credential}}}},"activeOrganizationId":"{{{organization}}}"}]}""");
}
