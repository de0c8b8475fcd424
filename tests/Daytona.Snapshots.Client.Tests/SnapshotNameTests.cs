using CsCheck;

namespace Daytona.Snapshots.Client.Tests;

public sealed class SnapshotNameTests : ClientTest
{
    private const string Digest = "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    // Pieces of which names near the border of the rules are made.
    private static readonly string[] Pieces =
    [
        "a", "B", "7", ".", "-", "_", ":", "/", "//", " ", "é", "@", "\n", "\t", "<", "data:", "www.", "tel:", "https://", "latest", Digest,
        "@sha256:",
    ];

    private static readonly Gen<string> Near = Gen.Int[0, Pieces.Length - 1].Array[1, 5]
        .Select(static chosen => string.Concat(chosen.Select(static piece => Pieces[piece])));

    [Fact]
    public async Task Name_validation_agrees_with_the_service()
    {
        using DaytonaClient client = Connect();

        await Near.SampleAsync(
            async name => Assert.Equal(await IsTakenAsync(client, name, "alpine:3.20"), SnapshotName.Validate(name) is null),
            iter: Fuzz.Iterations, threads: 1);
    }

    [Fact]
    public async Task Image_validation_agrees_with_the_service_except_on_ports()
    {
        using DaytonaClient client = Connect();

        await Near.Where(static image => image.Split("@sha256:").Length < 3 && image.LastIndexOf(':') > image.LastIndexOf('/')).SampleAsync(
            async image =>
            {
                if (!image.Contains("://", StringComparison.Ordinal) && await IsTakenAsync(client, "name", image)) Assert.Null(SnapshotName.ValidateImage(image));
            },
            iter: Fuzz.Iterations, threads: 1);
    }

    [Theory]
    [InlineData("a b", "'a b' is not a valid snapshot name. Use letters, digits, '.', '-', '_' and ':', with single slashes between parts.")]
    [InlineData("a//b", "single slashes")]
    [InlineData("/a", "single slashes")]
    [InlineData("", "''")]
    [InlineData("a\n", "is not a valid")]
    [InlineData("see-WWW.x", "'WWW.'")]
    public void An_invalid_name_has_a_reason(string name, string reason)
    {
        Assert.Contains(reason, SnapshotName.Validate(name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ubuntu", "has no tag")]
    [InlineData("ubuntu:", "has no tag")]
    [InlineData("localhost:5000/alpine", "has no tag")]
    [InlineData("ubuntu:latest", "the tag latest")]
    [InlineData("registry.example.com:5000/a/b:latest", "the tag latest")]
    [InlineData("ubuntu@sha256:abc", "64 hexadecimal digits")]
    [InlineData(Digest, "64 hexadecimal digits")]
    [InlineData("ubuntu:22 04", "is not a valid image name")]
    public void An_invalid_image_has_a_reason(string image, string reason)
    {
        Assert.Contains(reason, SnapshotName.ValidateImage(image), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ubuntu:22.04")]
    [InlineData("localhost:5000/team/alpine:3.20")]
    [InlineData("ubuntu" + Digest)]
    [InlineData("ubuntu:latest" + Digest)]
    [InlineData("Alpine:3.20")]
    public void An_image_with_a_tag_or_a_digest_is_valid(string image)
    {
        Assert.Null(SnapshotName.ValidateImage(image));
    }

    private async Task<bool> IsTakenAsync(DaytonaClient client, string name, string image)
    {
        try
        {
            // As the library would refuse some itself.
            Snapshot created = await client.Session.Api.PostAsync<Snapshot>("snapshots", new { Name = name, ImageName = image }, Cancelled);
            Server.Remove(Server.Snapshots.Single(it => it.Id == Guid.Parse(created.Id)));
            return true;
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == 400)
        {
            return false;
        }
    }
}
