using System.Net;

namespace Daytona.Snapshots.Client.Tests.Http;

public sealed class ServiceProxyTests
{
    private static readonly Uri Remote = new("http://daytona.example.com/api");

    private static readonly DaytonaClientOptions Options =
        new() { ApiUrl = Remote, Credential = new Secret("dtn_key"), AllowInsecure = true, UseNotifications = false };

    [Theory]
    [InlineData("http://localhost:3000/api")]
    [InlineData("http://proxy.localhost/api")]
    [InlineData("http://127.0.0.1/api")]
    [InlineData("http://[::1]/api")]
    public void Requests_to_this_machine_bypass_the_proxy_by_default(string url)
    {
        var proxy = new ServiceProxy(Options);

        Assert.True(proxy.IsBypassed(new Uri(url)));
        Assert.Null(proxy.GetProxy(new Uri(url)));
    }

    [Fact]
    public void A_configured_proxy_is_used_for_every_request()
    {
        var proxy = new ServiceProxy(Options with { Proxy = new Uri("http://bob:pa%2055w@proxy.example.com:3128") });
        NetworkCredential? credential = proxy.Credentials?.GetCredential(Remote, "Basic");

        Assert.False(proxy.IsBypassed(new Uri("http://localhost/api")));
        Assert.Equal(("bob", "pa 55w"), (credential?.UserName, credential?.Password));
        Assert.Equal("http://proxy.example.com:3128", proxy.Describe(Remote));
    }

    [Fact]
    public void NoProxy_overrides_the_proxy()
    {
        Assert.True(new ServiceProxy(Options with { Proxy = new Uri("http://proxy:1"), NoProxy = true }).IsBypassed(Remote));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task A_proxy_that_is_down_is_named(string scheme)
    {
        DaytonaConnectionException error = await FailAsync(scheme, new Uri("http://bob:pa55w@127.0.0.1:9"));

        Assert.Equal(ConnectionFailure.ProxyUnreachable, error.Failure);
        Assert.Contains("http://127.0.0.1:9", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55w", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task A_proxy_with_an_unknown_host_name_is_named(string scheme)
    {
        DaytonaConnectionException error = await FailAsync(scheme, new Uri("http://bob:pa55w@nosuchproxy.invalid:3128"));

        Assert.Equal(ConnectionFailure.ProxyUnreachable, error.Failure);
        Assert.DoesNotContain("pa55w", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", "407 Proxy Authentication Required", ConnectionFailure.ProxyAuthenticationRequired)]
    [InlineData("https", "407 Proxy Authentication Required", ConnectionFailure.ProxyAuthenticationRequired)]
    [InlineData("https", "403 Forbidden", ConnectionFailure.ProxyRefused)]
    public async Task A_proxy_that_refuses_is_tried_once(string scheme, string status, ConnectionFailure failure)
    {
        await using var server = new RawServer(_ => RawServer.Json(status, ""));

        DaytonaConnectionException error = await FailAsync(scheme, new UriBuilder(server.Url) { UserName = "bob", Password = "pa55w" }.Uri);

        Assert.Equal(failure, error.Failure);
        Assert.Contains(server.Url.Authority, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55w", error.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Heads);
    }

    [Fact]
    public async Task The_notification_channel_goes_through_the_proxy()
    {
        await using var server = new RawServer(static _ => RawServer.Json("502 Bad Gateway", ""));
        using var client = new DaytonaClient(Options with { Proxy = server.Url, UseNotifications = true });

        using Notifications.SnapshotListener listener = await client.Snapshots.ListenAsync("a", new Client.Operations.Deadline(null, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.StartsWith("CONNECT daytona.example.com:80", Assert.Single(server.Heads), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://bob:pa55w@proxy:3128/", "http://proxy:3128/")]
    [InlineData("to 'https://b%40b:p@ss@host' failed", "to 'https://host' failed")]
    [InlineData("a@b.example.com", "a@b.example.com")]
    [InlineData("https://host/path@2", "https://host/path@2")]
    [InlineData("https://h?mail=a@b", "https://h?mail=a@b")]
    [InlineData("https://h#a@b", "https://h#a@b")]
    [InlineData("oci://app@sha256:0123456789abcdef", "oci://app@sha256:0123456789abcdef")]
    [InlineData("https://bob:p@h?mail=a@b", "https://h?mail=a@b")]
    public void User_info_is_removed_from_URLs_only(string message, string expected)
    {
        Assert.Equal(expected, UserInfo.RemoveFrom(message));
    }

    private static async Task<DaytonaConnectionException> FailAsync(string scheme, Uri proxy)
    {
        using var client = new DaytonaClient(
            Options with { ApiUrl = new Uri($"{scheme}://daytona.example.com/api"), Proxy = proxy }, new HurriedClock());
        return await Assert.ThrowsAsync<DaytonaConnectionException>(() => client.Regions.ListAsync(TestContext.Current.CancellationToken));
    }
}
