using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Daytona.Snapshots.Client.Tests.Snapshots;

/// <summary>Listings whose numbers do not fit together.</summary>
public sealed class SnapshotPagerTotalTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("100000")]
    [InlineData("null")]
    [InlineData("\"three\"")]
    public async Task The_stated_number_of_pages_does_not_matter(string totalPages)
    {
        await using TestServer server = await TestServer.StartAsync();
        Serve(server, 450, (number, items) => Page(items, 450, totalPages));

        Assert.Equal(450, await CountAsync(server));
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 199)]
    [InlineData(3, 49)]
    [InlineData(1, 0)]
    public async Task A_page_that_lacks_snapshots_ends_the_listing(int short_, int left)
    {
        await using TestServer server = await TestServer.StartAsync();
        Serve(server, 450, (number, items) => Page(number == short_ ? items.Take(left) : items, 450, "3"));

        UnexpectedResponseException error = await Assert.ThrowsAsync<UnexpectedResponseException>(() => CountAsync(server));

        Assert.Equal("total", error.Field);
    }

    [Fact]
    public async Task A_page_that_lacks_snapshots_for_a_moment_is_read_again()
    {
        await using TestServer server = await TestServer.StartAsync();
        int once = 0;
        Serve(server, 450, (number, items) => Page(number == 2 && Interlocked.Exchange(ref once, 1) == 0 ? [] : items, 450, "3"));

        Assert.Equal(450, await CountAsync(server));
    }

    [Fact]
    public async Task A_server_that_repeats_its_first_page_is_an_error()
    {
        await using TestServer server = await TestServer.StartAsync();
        Serve(server, 400, (_, _) => Page(Enumerable.Range(0, 200), 400, "2"), limit: 200);

        await Assert.ThrowsAsync<UnexpectedResponseException>(() => CountAsync(server));
    }

    [Fact]
    public async Task A_total_without_end_ends_at_the_first_empty_page()
    {
        await using TestServer server = await TestServer.StartAsync();
        Serve(server, 200, (_, items) => Page(items, int.MaxValue, "100000"));

        await Assert.ThrowsAsync<UnexpectedResponseException>(() => CountAsync(server));

        Assert.InRange(server.Requests.Count, 2, 40);
    }

    [Fact]
    public async Task More_snapshots_than_the_total_are_unexpected()
    {
        await using TestServer server = await TestServer.StartAsync();
        Serve(server, 200, (_, items) => Page(items, 0, "0"));

        await Assert.ThrowsAsync<UnexpectedResponseException>(() => CountAsync(server));
    }

    [Fact]
    public async Task An_item_without_id_counts_as_one_of_the_total()
    {
        await using TestServer server = await TestServer.StartAsync();
        Serve(server, 450, (number, items) => Page(items, 450, "3", withoutId: number == 2));

        Assert.Equal(449, await CountAsync(server));
    }

    private static void Serve(TestServer server, int count, Func<int, IEnumerable<int>, string> page, int? limit = null) =>
        server.On("/api/snapshots", async context =>
        {
            int number = int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture);
            int size = int.Parse(context.Request.Query["limit"]!, CultureInfo.InvariantCulture);
            IEnumerable<int> items = Enumerable.Range(0, count).Skip((number - 1) * size).Take(size);
            // The last request proves that nothing has moved.
            string body = size == 1 ? Page(Enumerable.Range(0, 1), limit is null ? count : 2 * limit.Value, "1") : page(number, items);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body, context.RequestAborted);
        });

    private static string Page(IEnumerable<int> items, int total, string totalPages, bool withoutId = false)
    {
        IEnumerable<string> json = items.Select((item, index) =>
            $$"""{"id":"{{(withoutId && index == 0 ? "" : item)}}","name":"s{{item}}","state":"active"}""");
        return $$"""{"items":[{{string.Join(',', json)}}],"total":{{total}},"page":1,"totalPages":{{totalPages}}}""";
    }

    private static async Task<int> CountAsync(TestServer server)
    {
        using var client = new DaytonaClient(new DaytonaClientOptions { ApiUrl = new Uri(server.Url, "api"), Credential = new Secret("dtn_key") });
        using SnapshotPager pager = client.Snapshots.GetPager();
        int count = 0;
        while (await pager.ReadAsync(TestContext.Current.CancellationToken) is { } snapshots) count += snapshots.Count;
        return count;
    }
}
