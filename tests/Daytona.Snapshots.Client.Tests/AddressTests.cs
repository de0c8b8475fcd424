namespace Daytona.Snapshots.Client.Tests;

public sealed class AddressTests
{
    [Theory]
    [InlineData("https://app.daytona.io/api")]
    [InlineData("http://localhost:3000/api")]
    [InlineData("http://proxy.localhost/api")]
    [InlineData("http://127.0.0.1/api")]
    [InlineData("http://127.9.9.9/api")]
    [InlineData("http://[::1]:3000/api")]
    public void A_credential_is_sent_to_a_safe_address(string url)
    {
        Assert.Null(DaytonaUrl.Validate(new Uri(url), allowInsecure: false));
    }

    [Theory]
    [InlineData("http://daytona.example.com/api", "plain http")]
    [InlineData("http://localhost.example.com/api", "plain http")]
    [InlineData("http://notlocalhost/api", "plain http")]
    [InlineData("http://10.0.0.5/api", "plain http")]
    [InlineData("ftp://localhost/api", "not an http or https URL")]
    [InlineData("file:///api", "not an http or https URL")]
    [InlineData("/api", "not an http or https URL")]
    [InlineData("https://me:secret@host/api", "Remove it")]
    [InlineData("ftp://me:secret@host/api", "Remove it")]
    public void A_credential_is_not_sent_to_an_unsafe_address(string url, string reason)
    {
        string? fault = DaytonaUrl.Validate(new Uri(url, UriKind.RelativeOrAbsolute), allowInsecure: false);

        Assert.Contains(reason, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_http_to_another_machine_requires_AllowInsecure()
    {
        var options = new DaytonaClientOptions
        {
            ApiUrl = new Uri("http://daytona.example.com/api"), Credential = new Secret("dtn_key"),
        };

        Assert.Throws<ArgumentException>(() => new DaytonaClient(options));
        using var client = new DaytonaClient(options with { AllowInsecure = true });

        Assert.Equal("daytona.example.com", client.ApiUrl.Host);
    }
}
