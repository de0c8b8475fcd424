using CsCheck;

namespace Daytona.Snapshots.Client.Tests.Contexts;

/// <summary>The rules of https://docs.docker.com/build/concepts/context/#dockerignore-files, and Docker's own traps.</summary>
public sealed class DockerIgnoreTests
{
    [Theory]
    // A name is a path from the root, for a file or a folder with all in it.
    [InlineData("a", "a", true)]
    [InlineData("a", "a/b", true)]
    [InlineData("a", "a/b/c/d", true)]
    [InlineData("a", "b/a", false)]
    [InlineData("a", "ab", false)]
    [InlineData("a", "ba", false)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a", false)]
    [InlineData("a/b", "a/b/c", true)]
    [InlineData("a/b", "x/a/b", false)]
    [InlineData("node_modules", "node_modules/x/index.js", true)]
    [InlineData("node_modules", "app/node_modules/x", false)]
    // Slashes and dots at either end mean nothing.
    [InlineData("/a", "a", true)]
    [InlineData("/a/b", "a/b", true)]
    [InlineData("a/", "a", true)]
    [InlineData("a/", "a/b", true)]
    [InlineData("/a/", "a/b", true)]
    [InlineData("./a", "a", true)]
    [InlineData("a/.", "a", true)]
    [InlineData("a//b", "a/b", true)]
    [InlineData("a/./b", "a/b", true)]
    [InlineData("a/x/../b", "a/b", true)]
    [InlineData("a/../b", "b", true)]
    [InlineData("/../a", "a", true)]
    [InlineData("../a", "a", false)]
    [InlineData("..", "a", false)]
    [InlineData(".", "a", false)]
    [InlineData("/", "a", false)]
    // Blanks, empty lines, comments and a byte order mark.
    [InlineData("  a  ", "a", true)]
    [InlineData("\ta\t", "a", true)]
    [InlineData("a\r\nb\r\n", "a", true)]
    [InlineData("a\r\nb\r\n", "b", true)]
    [InlineData("\n\na\n\n", "a", true)]
    [InlineData("# a\na", "a", true)]
    [InlineData("#a", "#a", false)]
    [InlineData(" #a", "#a", true)]
    [InlineData("\\#a", "#a", true)]
    [InlineData("a #b", "a", false)]
    [InlineData("a b", "a b", true)]
    [InlineData("\uFEFFa", "a", true)]
    [InlineData("\uFEFF#a\nb", "b", true)]
    [InlineData("", "a", false)]
    // A star stays in its folder and may be nothing.
    [InlineData("*", "a", true)]
    [InlineData("*", "a/b", true)]
    [InlineData("*", ".a", true)]
    [InlineData("*.md", "README.md", true)]
    [InlineData("*.md", ".md", true)]
    [InlineData("*.md", "docs/README.md", false)]
    [InlineData("*.md", "README.mdx", false)]
    [InlineData("*/temp*", "somedir/temporary.txt", true)]
    [InlineData("*/temp*", "somedir/temp/x", true)]
    [InlineData("*/temp*", "temp", false)]
    [InlineData("*/temp*", "a/b/temp", false)]
    [InlineData("*/*/temp*", "somedir/subdir/temporary.txt", true)]
    [InlineData("*/*/temp*", "somedir/temporary.txt", false)]
    [InlineData("a*c", "ac", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "a/c", false)]
    [InlineData("dir/*", "dir", false)]
    [InlineData("dir/*", "dir/a/b", true)]
    // A question mark is one character, also one outside the first plane.
    [InlineData("temp?", "tempa", true)]
    [InlineData("temp?", "temp", false)]
    [InlineData("temp?", "tempab", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("a?b", "a😀b", true)]
    [InlineData("a?b", "aéb", true)]
    // Two stars are any number of folders.
    [InlineData("**", "a", true)]
    [InlineData("**", "a/b/c", true)]
    [InlineData("**/", "a/b", true)]
    [InlineData("**/*.go", "a.go", true)]
    [InlineData("**/*.go", "a/b/c.go", true)]
    [InlineData("**/*.go", "a/b/c.gox", false)]
    [InlineData("**/a", "a", true)]
    [InlineData("**/a", "x/y/a/b", true)]
    [InlineData("**/a", "xa", false)]
    [InlineData("**/node_modules", "packages/app/node_modules/x.js", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**", "a/b", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "ab/c", false)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/xb", false)]
    [InlineData("**/a/**", "x/a/b", true)]
    [InlineData("**/a/*", "x/a/b", true)]
    [InlineData("**/.git", ".git/config", true)]
    [InlineData("**/.git", "x.git", false)]
    [InlineData("**.log", "x/y.log", true)]
    [InlineData("**.log", "y.log", true)]
    [InlineData("a**", "abc/d", true)]
    [InlineData("a**b", "a/x/b", true)]
    [InlineData("***", "a/b", true)]
    // Classes.
    [InlineData("a[bc]d", "abd", true)]
    [InlineData("a[bc]d", "aed", false)]
    [InlineData("a[b-d]e", "ace", true)]
    [InlineData("a[^b-d]e", "aae", true)]
    [InlineData("a[^b-d]e", "ace", false)]
    [InlineData("a[!b]c", "a!c", true)]
    [InlineData("a[!b]c", "axc", false)]
    [InlineData("[[]x", "[x", true)]
    [InlineData("[\\]]", "]", true)]
    [InlineData("[é-ü]", "ö", true)]
    [InlineData("[a.]b", ".b", true)]
    // Escapes, and what means nothing special.
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("a\\?", "a?", true)]
    [InlineData("\\!a", "!a", true)]
    [InlineData("a\\\\b", "a\\b", true)]
    [InlineData("a.b", "axb", false)]
    [InlineData("a+b", "a+b", true)]
    [InlineData("a+b*", "aab", false)]
    [InlineData("(a)*", "(a)b", true)]
    [InlineData("$a*", "$ab", true)]
    [InlineData("{a,b}", "a", false)]
    [InlineData("*.{js,ts}", "x.js", false)]
    [InlineData("a]", "a]", true)]
    // Case counts.
    [InlineData("README.md", "readme.md", false)]
    [InlineData("*.MD", "a.md", false)]
    // Exceptions: the last line that matches decides.
    [InlineData("*.md\n!README.md", "README.md", false)]
    [InlineData("*.md\n!README.md", "x.md", true)]
    [InlineData("!README.md\n*.md", "README.md", true)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README-x.md", false)]
    [InlineData("*.md\nREADME-secret.md\n!README*.md", "README-secret.md", false)]
    [InlineData("*\n!src", "src/a/b.c", false)]
    [InlineData("*\n!src", "x", true)]
    [InlineData("*\n!src/**", "src/a", false)]
    [InlineData("**\n!a/b", "a/b/c", false)]
    [InlineData("**\n!a/b", "a/c", true)]
    [InlineData("a\n!a/b", "a/b", false)]
    [InlineData("a\n!a/b", "a/c", true)]
    [InlineData("a\n!a/b\na/b/c", "a/b/c/d", true)]
    [InlineData("! a", "a", false)]
    [InlineData("*\n! a", "a", false)]
    [InlineData("*\n!/a/", "a/b", false)]
    [InlineData("node_modules\n!**/*.md", "node_modules/x/README.md", false)]
    [InlineData("**/*.md\n!**/README.md", "a/README.md", false)]
    // Docker's traps, found by asking its matcher.
    [InlineData("a/b\n!a", "a/b", true)]
    [InlineData("*\n/!a", "a", false)]
    [InlineData("\\d", "7", true)]
    [InlineData("\\d", "d", false)]
    [InlineData("[[:alpha:]]x", "ax", true)]
    [InlineData("a[^b]c", "a/c", true)]
    [InlineData("[*]", "*", false)]
    [InlineData("a|b*", "xbc", true)]
    [InlineData("a|b*", "ax", true)]
    [InlineData("a{2}*", "aab", true)]
    [InlineData("f*o[-a]", "fooa", true)]
    public void A_path_is_ignored_as_in_Docker(string text, string path, bool ignored) =>
        Assert.Equal(ignored, Parse(text).IsIgnored(path));

    [Theory]
    [InlineData("a\\b", "a/b", true)]
    [InlineData("a\\", "a/b", true)]
    [InlineData("\\a", "a", true)]
    [InlineData("**\\*.md", "x/y.md", true)]
    [InlineData("*\n!a\\b", "a/b", false)]
    [InlineData("A", "a", false)]
    public void On_Windows_a_backslash_is_a_separator(string text, string path, bool ignored) =>
        Assert.Equal(ignored, Parse(text, windows: true).IsIgnored(path));

    [Theory]
    [InlineData("a\n[", 2)]
    [InlineData("[]", 1)]
    [InlineData("[a", 1)]
    [InlineData("[a-]", 1)]
    [InlineData("[-a]", 1)]
    [InlineData("[b-a]", 1)]
    [InlineData("\\", 1)]
    [InlineData("# x\n\n!", 3)]
    [InlineData("!/", 1)]
    [InlineData("*\\y", 1)]
    [InlineData("[[:nope:]]", 1)]
    public void A_pattern_that_Docker_refuses_is_refused_with_its_line(string text, int line) => Assert.Contains(
        $"line {line},", Assert.Throws<BuildContextException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("node_modules", true)]
    [InlineData("node_modules\n!src", true)]
    [InlineData("node_modules\n!*.md", true)]
    [InlineData("node_modules\n!src/**/*.md", true)]
    [InlineData("*\n!src/**", true)]
    [InlineData("!node_modules/x\nnode_modules", true)]
    [InlineData("node_modules\n!node_modules/x", false)]
    [InlineData("node_modules\n!node_modules/**/*.md", false)]
    [InlineData("node_modules\n!**/*.md", false)]
    [InlineData("node_modules\n!*/x", false)]
    [InlineData("node_modules/*", false)]
    [InlineData("other", false)]
    public void A_folder_is_closed_if_no_exception_reaches_into_it(string text, bool closed)
    {
        DockerIgnore ignore = Parse(text);

        Assert.Equal(closed, ignore.IgnoresAllOf(ignore.Find("node_modules"), "node_modules"));
    }

    [Fact]
    public void A_closed_folder_holds_only_ignored_files() => Gen.Select(Texts, Paths).Sample((text, path) =>
    {
        DockerIgnore ignore = Parse(text);
        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            string folder = path[..slash];
            if (ignore.IgnoresAllOf(ignore.Find(folder), folder)) Assert.True(ignore.IsIgnored(path), $"{text} -> {path}");
        }
    }, iter: Fuzz.Iterations);

    [Fact]
    public void A_single_pattern_agrees_with_a_naive_matcher() => Gen.Select(Patterns, Paths).Sample((pattern, path) =>
        Assert.Equal(
            Ancestors(path).Any(part => Naive(pattern.Split('/'), part.Split('/'))),
            Parse(pattern).IsIgnored(path)), iter: Fuzz.Iterations);

    private static DockerIgnore Parse(string text, bool windows = false) =>
        DockerIgnore.Parse(text, ".dockerignore", windows, TestContext.Current.CancellationToken);

    private static Gen<string> Paths =>
        OneOf("a", "b", "ab", "foo", "a.b").Array[1, 4].Select(parts => string.Join('/', parts));

    private static Gen<string> Patterns =>
        OneOf("a", "b", "a*", "*", "?", "**", "f?o", "*.b", "[ab]").Array[1, 3]
            .Select(parts => string.Join('/', parts))

            // A pattern of "**" at the end is a prefix to Docker, and so not the folder itself; the naive one agrees.
            .Where(pattern => !pattern.EndsWith("**", StringComparison.Ordinal));

    private static Gen<string> Texts => Gen.Select(Gen.Bool, Patterns).Array[1, 5]
        .Select(lines => string.Join('\n', lines.Select(line => (line.Item1 ? "!" : "") + line.Item2)));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static IEnumerable<string> Ancestors(string path) =>
        path.Split('/').Select((_, i) => string.Join('/', path.Split('/')[..(i + 1)]));

    private static bool Naive(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty) return path.IsEmpty;
        if (pattern[0] == "**") return Naive(pattern[1..], path) || (!path.IsEmpty && Naive(pattern, path[1..]));
        return !path.IsEmpty && NaiveName(pattern[0], path[0]) && Naive(pattern[1..], path[1..]);
    }

    private static bool NaiveName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.IsEmpty) return name.IsEmpty;
        if (pattern[0] == '*') return NaiveName(pattern[1..], name) || (!name.IsEmpty && NaiveName(pattern, name[1..]));
        if (name.IsEmpty) return false;
        return pattern[0] == '[' ? name[0] is 'a' or 'b' && NaiveName(pattern[4..], name[1..])
            : (pattern[0] == '?' || pattern[0] == name[0]) && NaiveName(pattern[1..], name[1..]);
    }
}
