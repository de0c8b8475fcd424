using System.Text.Json;

namespace Daytona.Local.Tests;

public sealed class ListingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("name", "asc")]
    [InlineData("name", "desc")]
    [InlineData("state", "asc")]
    [InlineData("state", "desc")]
    [InlineData("lastUsedAt", "asc")]
    [InlineData("lastUsedAt", "desc")]
    [InlineData("createdAt", "asc")]
    [InlineData("createdAt", "desc")]
    public async Task Pages_contain_every_snapshot_once_and_general_ones_last(string sort, string order)
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 95 }, Cancelled);
        using var client = new ServerClient(server);
        LocalOrganization other = server.AddOrganization("other");
        server.AddSnapshot("zz-general", change: it => (it.General, it.OrganizationId) = (true, other.Id));
        server.AddSnapshot("0-general", change: static it => it.General = true);
        server.AddSnapshot("others", change: it => it.OrganizationId = other.Id);

        List<JsonElement> items = [];
        for (int page = 1; page <= 10; page++)
        {
            JsonElement answer = await client.GetAsync($"snapshots?page={page}&limit=10&sort={sort}&order={order}");
            Assert.Equal(
                (97, 10), (answer.GetProperty("total").GetInt32(), answer.GetProperty("totalPages").GetInt32()));
            items.AddRange(answer.GetProperty("items").EnumerateArray());
        }

        Assert.Equal(97, items.Select(static item => item.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(
            [false, true, true], items.TakeLast(3).Select(static item => item.GetProperty("general").GetBoolean()));
    }

    [Theory]
    [InlineData("api", 2)]
    [InlineData("API", 2)]
    [InlineData("a%25-1", 1)]
    [InlineData("api_1", 2)]
    [InlineData("api%5C_1", 1)]
    [InlineData("%5C%25", 0)]
    [InlineData("_", 3)]
    [InlineData("nothing", 0)]
    public async Task The_name_filter_is_contains_with_the_wildcards_of_SQL(string filter, int count)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        foreach (string name in (string[])["api-1", "my-api_1", "other"]) server.AddSnapshot(name);

        Assert.Equal(count, (await client.GetAsync($"snapshots?name={filter}")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Creations_and_removals_keep_every_sort_order()
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 50 }, Cancelled);
        using var client = new ServerClient(server);
        string[] orders = ["name", "state", "lastUsedAt", "createdAt"];
        foreach (string order in orders) await client.GetAsync($"snapshots?sort={order}");

        for (int i = 0; i < 20; i++)
        {
            server.AddSnapshot($"new-{i}", i % 2 == 0 ? "active" : "error");
            server.Remove(server.Snapshots[i]);
            server.Change(server.Snapshots[2 * i], static it => it.State = "inactive");
        }

        foreach (string order in orders)
        {
            JsonElement items = (await client.GetAsync($"snapshots?sort={order}&limit=200")).GetProperty("items");
            Assert.Equal(
                server.Snapshots.Select(static it => it.Id).Order(),
                items.EnumerateArray().Select(static item => item.GetProperty("id").GetGuid()).Order());
        }
    }

    [Fact]
    public async Task A_listing_that_has_not_changed_is_answered_with_304()
    {
        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 3 }, Cancelled);
        using var client = new ServerClient(server);
        HttpResponseMessage first = await client.SendAsync(HttpMethod.Get, "snapshots");

        client.Http.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        Assert.Equal(304, (int)(await client.SendAsync(HttpMethod.Get, "snapshots")).StatusCode);
    }
}
