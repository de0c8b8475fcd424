namespace Daytona.Snapshots.Client.Tests;

public sealed class AccountTests : ClientTest
{
    [Fact]
    public async Task An_API_key_reports_its_owner_and_permissions()
    {
        LocalApiKey key = Server.AddApiKey("ci", "write:snapshots");

        ApiKeyInfo info = await Connect(key.Value).Account.GetApiKeyAsync(Cancelled);

        Assert.Equal(("ci", Server.DefaultUser.Id), (info.Name, info.UserId));
        Assert.Equal(["write:snapshots"], info.Permissions);
        Assert.DoesNotContain(key.Value, info.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_token_is_sent_with_its_organization()
    {
        LocalOrganization organization = Server.AddOrganization("other");
        Server.AddSnapshot("theirs", change: it => it.OrganizationId = organization.Id);
        string token = Server.AddAccessToken("bob", organization);
        using DaytonaClient client = Connect(token, organizationId: organization.Id);

        IReadOnlyList<Organization> organizations = await client.Account.ListOrganizationsAsync(Cancelled);
        Snapshot? snapshot = await client.Snapshots.FindAsync("theirs", Cancelled);

        Assert.Equal(["other"], organizations.Select(static it => it.Name));
        Assert.Equal("theirs", snapshot?.Name);
        Assert.All(Server.Requests, request => Assert.Equal(organization.Id, request.Headers["X-Daytona-Organization-ID"]));
    }

    [Fact]
    public async Task Regions_are_listed()
    {
        IReadOnlyList<Region> regions = await Connect().Regions.ListAsync(Cancelled);

        Assert.Equal(["us"], regions.Select(static it => it.Id));
    }

    [Fact]
    public async Task Every_request_identifies_its_sender()
    {
        using DaytonaClient client = Connect(new DaytonaClientOptions
        {
            ApiUrl = Server.ApiUrl,
            Credential = new Secret(Server.ApiKey),
            UserAgent = "Daytona.Snapshots/1.2.3 PowerShell/7.6.5",
            Source = "powershell",
        });

        await client.Snapshots.SubmitAsync(FromAlpine("a"), Cancelled);

        IReadOnlyDictionary<string, string> headers = Assert.Single(Server.Requests).Headers;
        Assert.Equal("Bearer " + Server.ApiKey, headers["Authorization"]);
        Assert.Equal("powershell", headers["X-Daytona-Source"]);
        Assert.Equal("Daytona.Snapshots/1.2.3 PowerShell/7.6.5", headers["User-Agent"]);
        Assert.StartsWith("application/json", headers["Content-Type"], StringComparison.Ordinal);
    }
}
