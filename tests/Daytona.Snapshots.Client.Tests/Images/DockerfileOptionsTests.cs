namespace Daytona.Snapshots.Client.Tests.Images;

/// <summary>Build arguments and targets, which become part of the Dockerfile's text.</summary>
public sealed class DockerfileOptionsTests : IDisposable
{
    private const string Stages =
        """
        FROM base:1 AS Build
        COPY src /src
        FROM base:1 AS test
        COPY tests /tests

        # the last one
        FROM base:1
        COPY app /app
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ARG A=1\nFROM x:$A\n", "ARG A=\"2\"\nFROM x:$A\n")]
    [InlineData("ARG A\nFROM x\n", "ARG A=\"2\"\nFROM x\n")]
    [InlineData("ARG A=\nFROM x\n", "ARG A=\"2\"\nFROM x\n")]
    [InlineData("ARG A=1\nFROM x\nARG A\nFROM y\nARG A=3\n", "ARG A=\"2\"\nFROM x\nARG A=\"2\"\nFROM y\nARG A=\"2\"\n")]
    [InlineData("from x\n  arg\tB=7  A='a b'  C=\"$A\"\n", "from x\n  arg\tB=7  A=\"2\"  C=\"$A\"\n")]
    [InlineData("FROM x\nARG AB=1 A=1 BA=1\n", "FROM x\nARG AB=1 A=\"2\" BA=1\n")]
    [InlineData("FROM x\nARG A=a\\ b B\n", "FROM x\nARG A=\"2\" B\n")]
    [InlineData("FROM x\nARG A=\"a \\\" b\" B\n", "FROM x\nARG A=\"2\" B\n")]
    [InlineData("FROM x\nARG \\\n  # A=0\n\n  A=1 \\\n  # more\n  B=1\nRUN true\n", "FROM x\nARG \\\n  # A=0\n\n  A=\"2\" \\\n  # more\n  B=1\nRUN true\n")]
    [InlineData("FROM x\nARG A=\"one\\\n two\" B\n", "FROM x\nARG A=\"2\" B\n")]
    [InlineData("# escape=`\nFROM x\nARG `\n A=c:\\ B\n", "# escape=`\nFROM x\nARG `\n A=\"2\" B\n")]
    [InlineData("FROM x\nARG A\nRUN <<EOF\nARG A=1\nEOF\nRUN echo \\\nARG A=1\n", "FROM x\nARG A=\"2\"\nRUN <<EOF\nARG A=1\nEOF\nRUN echo \\\nARG A=1\n")]
    [InlineData("FROM x\nARG A\nONBUILD ARG A=1\n# ARG A=1\nENV A=1\n", "FROM x\nARG A=\"2\"\nONBUILD ARG A=1\n# ARG A=1\nENV A=1\n")]
    [InlineData("\uFEFFARG A=1\nFROM x", "\uFEFFARG A=\"2\"\nFROM x")]
    [InlineData("FROM x\nARG A", "FROM x\nARG A=\"2\"")]
    [InlineData("# syntax=docker/dockerfile:1.7\nFROM x\nARG A\n", "# syntax=docker/dockerfile:1.7\nFROM x\nARG A=\"2\"\n")]
    public void A_build_argument_is_written_into_each_of_its_ARGs(string dockerfile, string expected) =>
        Assert.Equal(expected, Apply(dockerfile, ("A", "2")));

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a b'c", "\"a b'c\"")]
    [InlineData("$HOME \"x\" c:\\", "\"\\$HOME \\\"x\\\" c:\\\\\"")]
    [InlineData("é😀 # `", "\"é😀 # `\"")]
    public void A_value_is_quoted_and_escaped(string value, string expected) =>
        Assert.Equal($"FROM x\nARG A={expected}\n", Apply("FROM x\nARG A\n", ("A", value)));

    [Fact]
    public void A_value_is_escaped_with_the_escape_of_the_Dockerfile() =>
        Assert.Equal("# escape=`\nFROM x\nARG A=\"c:\\ `$x ```\"\"\n", Apply("# escape=`\nFROM x\nARG A\n", ("A", "c:\\ $x `\"")));

    [Theory]
    [InlineData("FROM x\nARG B\nARG C=1 B\n", "A", "1", "It declares B, C.")]
    [InlineData("FROM x\nARG a\n", "A", "1", "It declares a.")]
    [InlineData("FROM x\nONBUILD ARG A\n", "A", "1", "It declares none.")]
    [InlineData("FROM x\nARG A\n", "A", "1\n2", "line break")]
    [InlineData("FROM x\nARG A\n", "A", null, "is null")]
    [InlineData("FROM x\nARG A\n", "HTTPS_PROXY", "http://user:secret@proxy", "add 'ARG HTTPS_PROXY'")]
    [InlineData("FROM x\n", "TARGETPLATFORM", "linux/arm64", "visible in the build info")]
    [InlineData("# syntax=example.com/other:1\nARG A\n", "A", "1", "example.com/other:1")]
    [InlineData("FROM x\nARG A\nRUN <<EOF\n", "A", "1", "line 3 has no end")]
    public void A_build_argument_that_can_not_be_applied_is_refused(string dockerfile, string name, string? value, string reason)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Apply(dockerfile, (name, value!)));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_predefined_argument_with_an_ARG_is_written() =>
        Assert.Equal("FROM x\nARG HTTP_PROXY=\"http://p\"\n", Apply("FROM x\nARG HTTP_PROXY\n", ("HTTP_PROXY", "http://p")));

    [Theory]
    [InlineData("build", "FROM base:1 AS Build\nCOPY src /src\n", "src/a")]
    [InlineData("TEST", "FROM base:1 AS Build\nCOPY src /src\nFROM base:1 AS test\nCOPY tests /tests\n\n# the last one\n", "src/a,tests/a")]
    [InlineData("", Stages, "app/a,src/a,tests/a")]
    public void Stages_after_the_target_and_their_files_are_not_sent(string target, string expected, string files)
    {
        _folder.With("Dockerfile", Stages).With("src/a").With("tests/a").With("app/a");

        var image = Image.FromDockerfile("Dockerfile", _folder.Path, options: new DockerfileOptions { Target = target });

        Assert.Equal(expected, image.Dockerfile);
        Assert.Equal(
            files,
            string.Join(',', BuildContext.ReadAll(image, TestContext.Current.CancellationToken).SelectMany(static it => it.Entries).Select(static it => it.ArchivePath)));
    }

    [Fact]
    public void The_later_of_two_stages_of_one_name_is_the_target() =>
        Assert.Equal("FROM a AS x\nFROM b as X\n", Apply("FROM a AS x\nFROM b as X\nFROM c\n", target: "x"));

    [Fact]
    public void A_build_argument_may_be_declared_after_the_target() =>
        Assert.Equal("FROM a AS x\n", Apply("FROM a AS x\nFROM b\nARG A\n", "x", ("A", "1")));

    [Theory]
    [InlineData(Stages, "0", "The names of its stages are Build, test.")]
    [InlineData("FROM a\nRUN echo FROM b AS x\n", "x", "Its stages have no names.")]
    public void A_target_that_does_not_exist_is_refused_with_the_names(string dockerfile, string target, string names) =>
        Assert.Contains(names, Assert.Throws<ArgumentException>(() => Apply(dockerfile, target)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://example.com/Dockerfile", "is a URL")]
    [InlineData("FROM x\nRUN true", "the text of a Dockerfile")]
    public void A_Dockerfile_that_is_no_path_is_named(string path, string reason) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => Image.FromDockerfile(path)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("FROM a\nCOPY a.sh \\\n  entrypoint.sh /usr/bin/\n", false)]
    [InlineData("FROM a AS build\nENTRYPOINT [\"a\"]\nFROM b\n", false)]
    [InlineData("FROM a AS build\nENTRYPOINT [\"a\"]\nFROM BUILD\n", true)]
    [InlineData("FROM a AS build\nENTRYPOINT [\"a\"]\nFROM build AS c\nRUN true\nFROM c\n", true)]
    [InlineData("FROM a AS x\nENTRYPOINT a\nFROM b AS x\nFROM x\n", false)]
    [InlineData("FROM a\nRUN <<EOF\nENTRYPOINT a\nEOF\n", false)]
    [InlineData("FROM a\nONBUILD ENTRYPOINT a\n", false)]
    [InlineData("FROM a\n  entrypoint a\n", true)]
    public void The_final_stage_decides_whether_there_is_an_entrypoint(string dockerfile, bool has) =>
        Assert.Equal(has, new ParsedDockerfile(dockerfile).HasEntrypoint);

    private static string Apply(string dockerfile, params (string Name, string Value)[] arguments) => Apply(dockerfile, null, arguments);

    private static string Apply(string dockerfile, string? target, params (string Name, string Value)[] arguments) => new DockerfileOptions
    {
        BuildArguments = arguments.ToDictionary(static it => it.Name, static it => it.Value),
        Target = target,
    }.ApplyTo(dockerfile);
}
