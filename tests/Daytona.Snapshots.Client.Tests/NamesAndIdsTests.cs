namespace Daytona.Snapshots.Client.Tests;

public sealed class NamesAndIdsTests : ClientTest
{
    [Theory]
    [InlineData("plain")]
    [InlineData("team/base:v1")]
    [InlineData("a/b/c:1.2")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a/..")]
    [InlineData("../a")]
    [InlineData("./.")]
    [InlineData(":")]
    [InlineData("11111111-2222-4333-8444-555555555555")]
    [InlineData("image@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Every_valid_name_is_found(string name)
    {
        Server.AddSnapshot("x" + name);
        LocalSnapshot there = Server.AddSnapshot(name);
        using DaytonaClient client = Connect();

        Assert.Equal(there.Id.ToString(), (await client.Snapshots.FindAsync(name, Cancelled))?.Id);
        Assert.Equal(name, (await client.Snapshots.FindByIdAsync(there.Id.ToString(), Cancelled))?.Name);
    }

    [Fact]
    public async Task A_name_or_an_ID_is_one_request_with_an_encoded_path()
    {
        Server.AddSnapshot("team/base:v1");

        await Connect().Snapshots.FindAsync("team/base:v1", Cancelled);

        Assert.Equal("/api/snapshots/team%2Fbase%3Av1", Assert.Single(Server.Requests).Target);
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("Plain")]
    [InlineData("..")]
    [InlineData("11111111-2222-4333-8444-555555555555")]
    public async Task A_name_in_another_case_is_not_found(string name)
    {
        Server.AddSnapshot("plain");

        Assert.Null(await Connect().Snapshots.FindAsync(name, Cancelled));
    }

    [Fact]
    public async Task An_ID_does_not_find_a_snapshot_with_that_name()
    {
        const string id = "11111111-2222-4333-8444-555555555555";
        Server.AddSnapshot(id);
        using DaytonaClient client = Connect();

        Assert.Null(await client.Snapshots.FindByIdAsync(id, Cancelled));
        Assert.Equal(id, (await client.Snapshots.FindAsync(id, Cancelled))?.Name);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_name_of_dots_sends_no_request(string id)
    {
        Server.AddSnapshot(id);

        Assert.Null(await Connect().Snapshots.FindByIdAsync(id, Cancelled));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task An_id_may_be_written_in_upper_case()
    {
        LocalSnapshot there = Server.AddSnapshot("it");

        Snapshot? found = await Connect().Snapshots.FindByIdAsync(there.Id.ToString().ToUpperInvariant(), Cancelled);

        Assert.Equal("it", found?.Name);
    }

    [Fact]
    public async Task An_empty_name_is_an_argument_error()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Connect().Snapshots.FindAsync("", Cancelled));
    }
}
