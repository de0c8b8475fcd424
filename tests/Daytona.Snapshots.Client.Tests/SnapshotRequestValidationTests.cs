namespace Daytona.Snapshots.Client.Tests;

/// <summary>What is refused, or warned of, before a request is sent.</summary>
public sealed class SnapshotRequestValidationTests : ClientTest
{
    private const string Digest = "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static readonly CreateSnapshotRequest Valid = new() { Name = "app", ImageName = "alpine:3.20" };

    [Theory]
    [InlineData("alpine:3.20")]
    [InlineData("docker.io/library/alpine:3.20")]
    [InlineData("localhost:5000/team/app:1.0")]
    [InlineData("GHCR.io/team/app:1.0")]
    [InlineData("registry.example.com/a/b/c_d__e-f---g.h:V1.0-RC_1")]
    [InlineData("alpine" + Digest)]
    [InlineData("localhost/app:1.0" + Digest)]
    public void An_image_that_Docker_pulls_is_accepted(string image) => Assert.Empty((Valid with { ImageName = image }).Validate());

    [Theory]
    [InlineData("Alpine:3.20", "Use 'alpine:3.20'")]
    [InlineData("Team/App:1.0" + Digest, "Use 'team/app:1.0" + Digest)]
    [InlineData("ghcr.io/Team/app:1.0", "Use 'ghcr.io/team/app:1.0'")]
    [InlineData("docker://alpine:3.20", "is a URL")]
    [InlineData("alpine:-1", "can't be an image's tag")]
    [InlineData("team/_app:1.0", "'_app'")]
    [InlineData("team/a..b:1.0", "'a..b'")]
    [InlineData("registry.example.com:port/app:1.0", "can't be the host")]
    public void An_image_that_nobody_can_pull_is_refused(string image, string reason)
    {
        SnapshotRequestProblem problem = Assert.Single((Valid with { ImageName = image }).Validate());

        Assert.Equal((SnapshotRequestField.ImageName, true), (problem.Field, problem.IsFatal));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM alpine:3.20\n")]
    [InlineData("# syntax=docker/dockerfile:1\n\n# a comment\nARG TAG=3.20\nFROM alpine:$TAG\n")]
    [InlineData("\uFEFFfrom alpine:3.20\n")]
    [InlineData("# escape=`\nARG A=1 `\n  B=2\nFROM alpine\n")]
    [InlineData("# syntax=example/other\nanything\n")]
    public void A_Dockerfile_that_can_be_built_is_accepted(string text) => Assert.Empty(WithDockerfile(text).Validate());

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("# only a comment\n\n", "is empty")]
    [InlineData("RUN true\n", "begins with RUN")]
    [InlineData("ARG TAG=3.20\n", "has no FROM")]
    [InlineData("F\0R\0O\0M\0 \0a\0", "NUL")]
    public void A_Dockerfile_that_can_not_be_built_is_refused(string text, string reason)
    {
        SnapshotRequestProblem problem = Assert.Single(WithDockerfile(text).Validate());

        Assert.Equal((SnapshotRequestField.Dockerfile, true), (problem.Field, problem.IsFatal));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_without_which_no_sandbox_starts_are_refused()
    {
        CreateSnapshotRequest request = Valid with { Cpu = 0, Memory = 0, Disk = -1, Gpu = 0 };

        Assert.Equal([SnapshotRequestField.Cpu, SnapshotRequestField.Memory, SnapshotRequestField.Disk], request.Validate().Select(static it => it.Field));
    }

    [Fact]
    public void Values_that_may_be_intended_are_only_warned_about()
    {
        CreateSnapshotRequest request = Valid with { Entrypoint = ["sleep infinity"], GpuType = ["H100"] };

        Assert.Equal(
            [(SnapshotRequestField.Entrypoint, false), (SnapshotRequestField.GpuType, false)],
            request.Validate().Select(static it => (it.Field, it.IsFatal)));
    }

    [Theory]
    [InlineData("", "infinity")]
    [InlineData("sleep", null)]
    [InlineData("sleep", "a\0b")]
    public void An_entrypoint_that_can_not_run_is_refused(string program, string? argument) =>
        Assert.Equal(SnapshotRequestField.Entrypoint, Assert.Single((Valid with { Entrypoint = [program, argument!] }).Validate()).Field);

    [Fact]
    public void One_source_is_required() =>
        Assert.Equal(SnapshotRequestField.ImageName, Assert.Single((Valid with { ImageName = null }).Validate()).Field);

    [Fact]
    public async Task Invalid_requests_throw_with_the_field_before_any_request()
    {
        using DaytonaClient client = Connect();

        InvalidSnapshotRequestException exception = await Assert.ThrowsAsync<InvalidSnapshotRequestException>(
            () => client.Snapshots.CreateAsync(Valid with { Memory = 0 }, cancellationToken: Cancelled));

        Assert.Equal(SnapshotRequestField.Memory, exception.Field);
        Assert.Empty(Server.Requests);
    }

    private static CreateSnapshotRequest WithDockerfile(string text)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "Dockerfile");
        File.WriteAllText(path, text);
        return Valid with { ImageName = null, Image = Image.FromDockerfile(path) };
    }
}
