using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Tests;

/// <summary>Documentation, XML comments and messages avoid the phrases of docs/style.md.</summary>
public sealed class LanguageTests
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex[] Avoided =
    [
        new(@"\bwhere \w+ (is|are) left out\b", AnyCase),
        new(@"\bnull where\b", AnyCase),
        new(@"\bwhere there (is|are) (none|no)\b", AnyCase),
        new(@"(, |\()as □", AnyCase),
        new(@"\b(is|are|was|were|be|been) told\b|\btells\b", AnyCase),
        new(@"(?<!\b(leave|leaves|left) (\w+ ){0,3})\balone\b", AnyCase),
        new(@"\b(one's|of (its|their|your)) own\b", AnyCase),
        new(@"\b\w+s to come\b", AnyCase),
        new(@"\bgoes on without\b", AnyCase),
        new(@"\b(whatever|whoever|anew)\b|\bin vain\b|\bat the most\b", AnyCase),
        new(@"\b(a|one|each|every|last|next|first|final|another) look\b|\blooks (are|have|at \d)", AnyCase),
        new(@"(?<=\w )\b(is|are) (already |still |not )?there\b(?! (is|are|was)\b)"),
        new(@"\bis what is\b", AnyCase),
        // A sentence, a heading or a cell of a table that is not a question.
        new(@"(?<=^|[.!?] |\| )(Where|What|Who|Whoever)\b(?![^.!?]*\?)", RegexOptions.CultureInvariant),
    ];

    [Fact]
    public void No_text_has_a_phrase_to_avoid() => Assert.Empty(
        from file in SweptFiles() let phrases = FindPhrases(file) where phrases.Length > 0 select $"{file}: {phrases}");

    private static string FindPhrases(string file)
    {
        string content = ProjectFiles.Read(file).ReplaceLineEndings("\n");
        return string.Join(
            '\n',
            from text in file.EndsWith(".md", StringComparison.Ordinal) ? Prose.InMarkdown(content) : Prose.InCode(content)
            from pattern in Avoided
            let match = pattern.Match(text)
            where match.Success
            select $"'{match.Value}' in: {text}");
    }

    private static IEnumerable<string> SweptFiles() => Directory.EnumerateFiles(ProjectFiles.Root, "*.md")
        .Concat(Directory.EnumerateFiles(PathOf("docs"), "*.md", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateDirectories(PathOf("src")).SelectMany(static project => Directory.EnumerateFiles(project, "*.md")))
        .Concat(ProjectFiles.SourcesIn("src"))
        .Select(static file => Path.GetRelativePath(ProjectFiles.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string PathOf(string file) => Path.Combine(ProjectFiles.Root, file);
}
