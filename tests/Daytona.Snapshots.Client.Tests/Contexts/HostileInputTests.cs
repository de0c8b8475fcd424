namespace Daytona.Snapshots.Client.Tests.Contexts;

/// <summary>
/// Input that is made to be slow, and so long that an exponential or quadratic algorithm does not end within the limit of a test.
/// </summary>
public sealed class HostileInputTests
{
    private const int Length = 2_000_000;

    public static TheoryData<string, string> Dockerfiles => new()
    {
        { "one instruction a line", "COPY a b /x\n" },
        { "wildcards", "COPY *a*b /x\n" },
        { "continued lines", "RUN a \\\n" },
        { "spaces", " " },
        { "directive with spaces", "# a=b      c" },
        { "escapes", "\\ " },
        { "flags", "RUN --a " },
        { "mounts", "RUN --mount=source=a," },
        { "nested ONBUILD", "ONBUILD " },
        { "here-documents", "RUN <<A\n" },
        { "opening brackets", "COPY [" },
        { "JSON words", "COPY [\"a\"," },
        { "substitutions", "RUN <<A ${" },
        { "comments", "#\n" },
        { "folders", "COPY a/../" },
    };

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void A_Dockerfile_of_2_MB_is_read_in_time(string kind, string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, Length / piece.Length));
        if (kind == "directive with spaces") text = "# a=b" + new string(' ', Length) + "c";

        DockerfileSources sources = DockerfileSources.Find(new ParsedDockerfile(text));
        for (int i = 0; i < 1000; i++) sources.Reads($"folder/file{i}");
    }

    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*ab", false)]
    [InlineData("**/*a**/*a**/*a**/*a**/*a**/*a**/*a**/*a**/*a**/*a**/b", false)]
    [InlineData("[^b]{200}[^b]{200}[^b]{200}*b", false)]
    [InlineData("*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?", true)]
    public void A_pattern_that_backtracks_is_matched_in_time(string pattern, bool ignored)
    {
        DockerIgnore ignore = DockerIgnore.Parse(pattern, cancellationToken: TestContext.Current.CancellationToken);
        string path = new('a', 250);

        Assert.Equal(ignored, ignore.IsIgnored(path));
        Assert.False(ignore.IsIgnored(string.Join('/', Enumerable.Repeat("aaaa", 100)) + "/" + path) && !ignored);
    }

    [Theory]
    [InlineData("*a", 20_000)]
    [InlineData("[^a]", 20_000)]
    [InlineData("a?", 20_000)]
    [InlineData("**/", 20_000)]
    [InlineData("{1000}", 60)]
    [InlineData("a{100}", 600)]
    public void A_huge_pattern_is_read_or_refused_in_time(string piece, int length)
    {
        try
        {
            DockerIgnore.Parse(
                string.Concat(Enumerable.Repeat(piece, length / piece.Length)), cancellationToken: TestContext.Current.CancellationToken)
                .IsIgnored(new string('a', 250));
        }
        catch (BuildContextException refusal)
        {
            Assert.Contains("line 1", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_line_longer_than_Docker_accepts_is_refused() => Assert.Contains(
        "line 2, 'aaa",
        Assert.Throws<BuildContextException>(() => DockerIgnore.Parse(
            "b\n" + new string('a', 70_000), cancellationToken: TestContext.Current.CancellationToken)).Message,
        StringComparison.Ordinal);
}
