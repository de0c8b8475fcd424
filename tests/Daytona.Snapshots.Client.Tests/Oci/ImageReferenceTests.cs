namespace Daytona.Snapshots.Client.Tests.Oci;

public sealed class ImageReferenceTests
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
        Assert.Equal((repository, tag), (ImageReference.ForSnapshot(snapshot).Repository, ImageReference.ForSnapshot(snapshot).Tag));

    [Fact]
    public void A_long_name_is_cut()
    {
        string repository = ImageReference.ForSnapshot(new string('a', 127) + "-b" + new string('c', 100)).Repository;

        Assert.Equal(new string('a', 127), repository);
    }

    [Theory]
    [InlineData("app", null, "app", null, null)]
    [InlineData("team/app:v1", null, "team/app", "v1", null)]
    [InlineData("localhost/app", "localhost", "app", null, null)]
    [InlineData("registry.example.com:5000/team/app:v1@sha256:1f", "registry.example.com:5000", "team/app", "v1", "sha256:1f")]
    public void A_name_has_its_parts(string name, string? host, string repository, string? tag, string? digest)
    {
        ImageReference parts = ImageReference.Split(name);

        Assert.Equal((host, repository, tag, digest), (parts.Host, parts.Repository, parts.Tag, parts.Digest));
    }

    [Theory]
    [InlineData("app", "docker.io/library/app:latest", true)]
    [InlineData("library/app:dev", "app:dev", true)]
    [InlineData("app:dev", "localhost/app:dev", true)]
    [InlineData("app:dev", "dev", true)]
    [InlineData("app", "app:dev", false)]
    [InlineData("app", "registry.example.com/app:latest", false)]
    public void Names_match_as_tools_complete_them(string requested, string stored, bool match) =>
        Assert.Equal(match, ImageReference.Matches(requested, stored));
}
