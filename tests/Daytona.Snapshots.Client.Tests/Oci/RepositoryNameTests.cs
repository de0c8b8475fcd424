namespace Daytona.Snapshots.Client.Tests.Oci;

public sealed class RepositoryNameTests
{
    [Theory]
    [InlineData("app", "app", "latest")]
    [InlineData("Team/App:v1", "team/app", "v1")]
    [InlineData("a b__c", "a-b-c", "latest")]
    [InlineData("app:1:2", "app-1", "2")]
    [InlineData("app:not a tag", "app-not-a-tag", "latest")]
    [InlineData("//x//", "x", "latest")]
    [InlineData("日本", "snapshot", "latest")]
    [InlineData(":v1", "v1", "latest")]
    public void A_repository_is_named_after_the_snapshot(string snapshot, string repository, string tag) =>
        Assert.Equal((repository, tag), RepositoryName.For(snapshot));

    [Fact]
    public void A_long_name_is_cut()
    {
        string repository = RepositoryName.For(new string('a', 127) + "-b" + new string('c', 100)).Repository;

        Assert.Equal(new string('a', 127), repository);
    }
}
