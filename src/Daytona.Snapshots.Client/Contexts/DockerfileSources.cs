using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client;

/// <summary>
/// What a Dockerfile reads of its context: the sources of COPY, ADD and <c>RUN --mount=type=bind</c>. Where that is not
/// certain, because a variable or anything unknown has a part in it, it is the whole context.
/// </summary>
internal sealed class DockerfileSources
{
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "ARG", "CMD", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "MAINTAINER", "SHELL", "STOPSIGNAL",
        "USER", "VOLUME", "WORKDIR",
    };

    private static readonly Regex RemoteSource = new(
        @"^(https?|git|ssh)://|^[a-zA-Z0-9_-]+@[a-zA-Z0-9.-]+:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex UsualSyntax = new(
        @"^(docker\.io/)?docker/dockerfile(-upstream)?([:@]|\z)", RegexOptions.CultureInvariant);

    private readonly List<DockerfileSource> _sources = [];
    private readonly char _escape;

    private DockerfileSources(char escape) => _escape = escape;

    /// <summary>All of the context.</summary>
    public static DockerfileSources Everything { get; } = new('\\') { IsEverything = true };

    /// <summary>Whether all of the context may be read.</summary>
    public bool IsEverything { get; private set; }

    /// <summary>The sources; of no account where everything may be read.</summary>
    public IReadOnlyList<DockerfileSource> Sources => _sources;

    /// <summary>Finds what the instructions read.</summary>
    /// <param name="instructions">A Dockerfile's text, or a part of it.</param>
    /// <param name="directives">The Dockerfile's directives.</param>
    /// <returns>The sources.</returns>
    public static DockerfileSources Find(string instructions, DockerfileDirectives directives)
    {
        // Another syntax may have instructions of its own.
        if (directives.Syntax is { } syntax && !UsualSyntax.IsMatch(syntax)) return Everything;

        var found = new DockerfileSources(directives.Escape);
        try
        {
            foreach (DockerfileInstruction instruction in DockerfileReader.Read(instructions, directives.Escape))
            {
                if (!found.Understands(instruction)) return Everything;
            }
        }
        catch (FormatException)
        {
            return Everything;
        }

        return found;
    }

    /// <summary>Whether a path itself is read; what lies below is the caller's.</summary>
    /// <param name="path">A path from the context's root.</param>
    /// <returns>Whether it is.</returns>
    public bool Reads(string path) => IsEverything || _sources.Exists(source => source.Reads(path));

    /// <summary>Whether something in a folder may be read.</summary>
    /// <param name="folder">A path from the context's root.</param>
    /// <returns>False where nothing is.</returns>
    public bool MayReadBelow(string folder) => IsEverything || _sources.Exists(source => source.MayReadBelow(folder));

    private static string? Flag(DockerfileInstruction instruction, string name)
    {
        string start = name + "=";
        return instruction.Flags.FirstOrDefault(flag => flag.StartsWith(start, StringComparison.Ordinal))?.Substring(start.Length);
    }

    private bool Understands(DockerfileInstruction instruction) => instruction.Name switch
    {
        "COPY" or "ADD" => UnderstandsCopy(instruction),
        "RUN" => instruction.Flags
            .Where(flag => flag.StartsWith("--mount", StringComparison.Ordinal))
            .All(flag => UnderstandsMount(flag, instruction.Line)),

        // Images of that name copy their context when they are built upon, which no text here says.
        "FROM" => instruction.Arguments.IndexOf("onbuild", StringComparison.OrdinalIgnoreCase) < 0,
        "ONBUILD" => Understands(DockerfileReader.Split(instruction.Arguments, _escape, instruction.Line)),
        _ => Harmless.Contains(instruction.Name),
    };

    private bool UnderstandsCopy(DockerfileInstruction instruction)
    {
        if (Flag(instruction, "--from") is { Length: > 0 } from) return !from.Contains("$");

        string[] words = JsonWords.Parse(instruction.Arguments) ?? DockerfileReader.Words(instruction.Arguments);
        if (words.Length < 2) return false;

        bool parents = instruction.Flags.Any(flag => flag.StartsWith("--parents", StringComparison.Ordinal));
        foreach (string word in words.Take(words.Length - 1))
        {
            if (DockerfileReader.IsDocument(word)) continue;
            if (instruction.Name == "ADD" && RemoteSource.IsMatch(word)) continue;
            if (!IsPlain(word)) return false;
            if ((parents ? DockerfileSource.WithParents(word, instruction.Line) : DockerfileSource.Wildcard(word, instruction.Line)) is not { } source) return false;

            _sources.Add(source);
        }

        return true;
    }

    private bool UnderstandsMount(string flag, int line)
    {
        string? source = null;
        string type = "bind";
        bool elsewhere = false;
        foreach (string field in flag.Substring("--mount".Length).TrimStart('=').Split(','))
        {
            string[] parts = field.Split(['='], 2);
            string value = parts.Length == 2 ? parts[1] : "";
            string key = parts[0].ToUpperInvariant();

            // A variable elsewhere, as in a cache's target, does not change what is read; a quote may hold a comma.
            bool matters = key is "TYPE" or "FROM" or "SOURCE" or "SRC";
            if (!IsPlain(key) || field.IndexOf('"') >= 0 || (matters && !IsPlain(value))) return false;

            switch (key)
            {
                case "TYPE":
                    type = value;
                    break;
                case "FROM":
                    elsewhere = value.Length > 0;
                    break;
                case "SOURCE" or "SRC":
                    source = value;
                    break;
            }
        }

        if (elsewhere || !string.Equals(type, "bind", StringComparison.OrdinalIgnoreCase)) return true;
        if (source is null || DockerfileSource.Literal(source, line) is not { } found) return false;

        _sources.Add(found);
        return true;
    }

    /// <summary>Whether a word means itself: no variable, quote or escape.</summary>
    private bool IsPlain(string word) => word.IndexOfAny(['$', '\'', '"', '\\', _escape]) < 0;
}
