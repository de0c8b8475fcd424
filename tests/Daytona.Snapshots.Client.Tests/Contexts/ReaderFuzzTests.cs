using CsCheck;

namespace Daytona.Snapshots.Client.Tests.Contexts;

/// <summary>Feeds the readers mutated input. FUZZ_ITERATIONS=100000 runs them longer.</summary>
public sealed class ReaderFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Paths = ["a", "a/b", "src/x/a.b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "é/😀"];

    private static readonly string[] IgnoreFiles =
    [
        "node_modules\n!src/**\n*.log\n# comment\n", "**/*.md\n!README.md\n", "a[b-d]e\n[^x]?\n\\!a\n", "/a/../b/\n", "*.{js,ts}\na{2}\n",
        "a|b*\n[[:alpha:]]\n\\d\\w", "**/a/**\n***\n", "[\\]\\-]\né😀[日-本]\n",
    ];

    private static readonly string[] IgnorePieces =
    [
        "*", "**", "**/", "?", "[", "]", "[^", "[a-z]", "[[:alpha:]]", "-", "\\", "\\d", "\\b", "\\Q", "{", "{2}", "{1000}", "}", "|", "^",
        "$", "(", ")", "!", "#", "/", "..", "\n", "\r\n", " ", "a", "\uFEFF", "😀", "\0", "*a",
    ];

    private static readonly string[] Dockerfiles =
    [
        "# syntax=docker/dockerfile:1\n# escape=`\nFROM x:1\nCOPY a b /x\n", "FROM x\nRUN <<EOF cat > /x\nCOPY a /x\nEOF\nCOPY b /x\n",
        "FROM x\nCOPY [\"a b\", \"c\", \"/x\"]\nADD https://example.com/a /x\n", "FROM x\nRUN --mount=type=bind,source=a,target=/x ls\n",
        "FROM x\nCOPY --from=build --chown=1:1 a*.txt [ab]/c? /x\nONBUILD COPY a /x\n", "FROM x\nCOPY \\\n  a \\\n  # not b\n\n  c /x\n",
        "FROM x\nCOPY --parents ./a/./**/*.c b/** /x\nCMD [\"a\"]\n", "FROM x\nRUN cat <<-\"ONE\" <<TWO\n\tONE\nTWO\nENV A=$B\nLABEL a='b'\n",
    ];

    private static readonly string[] DockerfilePieces =
    [
        "COPY ", "ADD ", "RUN ", "ONBUILD ", "FROM ", "--mount=", "--from=", "--parents ", "--", "<<EOF", "<<-", "<<", "EOF\n", "\n", "\r\n",
        "\\", "\\\n", "`\n", "#", "# escape=`\n", "\"", "'", "[", "]", ",", "=", "$A", "${A}", "${A:-b}", "*", "?", "**", "/./", "..", " ",
        "\t", "\u00A0", "\uFEFF", "\0", "\\uD800", "[\"a\",\"b\"]", "source=", "type=bind",
    ];

    private static readonly string[] PyProjects =
    [
        "[project]\ndependencies = ['a', \"b>1\"]\n[project.optional-dependencies]\ndev = ['c']\n",
        "[build-system]\nrequires = []\n[project]\nname = 'x'\ndependencies = [\n 'a', # b\n]\n",
    ];

    private static readonly string[] PyProjectPieces =
        ["[", "]", "[[", "]]", "=", "'", "\"", "'''", "\"\"\"", "\n", "#", ".", "{", "}", ",", "1", "1e9", "true", "1979-05-27", "\\u0000", "project", "\0"];

    [Fact]
    public void A_mutated_dockerignore_is_read_or_refused() => Fuzz(IgnoreFiles, IgnorePieces, static text =>
    {
        DockerIgnore ignore = DockerIgnore.Parse(text, cancellationToken: TestContext.Current.CancellationToken);
        foreach (string path in Paths)
        {
            ignore.IsIgnored(path);
            ignore.IgnoresAllOf(ignore.Find(path), path);
        }
    });

    [Fact]
    public void A_mutated_Dockerfile_is_always_read() => Fuzz(Dockerfiles, DockerfilePieces, static text =>
    {
        DockerfileSources sources = DockerfileSources.Find(new ParsedDockerfile(text));
        foreach (string path in Paths)
        {
            sources.Reads(path);
            sources.MayReadBelow(path);
        }
    });

    [Fact]
    public void A_mutated_pyproject_is_read_or_refused() =>
        Fuzz(PyProjects, PyProjectPieces, static text => PyProject.Parse(text, "pyproject.toml"));

    private void Fuzz(string[] corpus, string[] pieces, Action<string> read)
    {
        long refused = 0;
        MutatedText.Of(corpus, pieces).Sample(text =>
        {
            try
            {
                read(text);
            }
            catch (DaytonaException)
            {
                Interlocked.Increment(ref refused);
            }
        }, iter: Tests.Fuzz.Iterations);

        output.WriteLine($"{Tests.Fuzz.Iterations} inputs, {refused} refused");
    }
}
