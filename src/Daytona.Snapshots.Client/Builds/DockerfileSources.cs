using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>
/// The parts of a context that a Dockerfile reads: the sources of COPY, ADD and <c>RUN --mount=type=bind</c>. If they are not
/// certain, because of a variable or of anything unknown or unusual, it is the whole context.
/// </summary>
internal sealed class DockerfileSources
{
    // No image has so many layers. Each source is compared with each file.
    private const int MaxSources = 500;

    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "ARG", "CMD", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "MAINTAINER", "SHELL", "STOPSIGNAL",
        "USER", "VOLUME", "WORKDIR",
    };

    private static readonly Regex RemoteSource = new(
        @"^(https?|git|ssh)://|^[a-zA-Z0-9_-]+@[a-zA-Z0-9.-]+:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private readonly List<DockerfileSource> _sources = [];
    private readonly char _escape;

    private DockerfileSources(char escape) => _escape = escape;

    /// <summary>The whole context.</summary>
    public static DockerfileSources Everything { get; } = new('\\') { IsEverything = true };

    /// <summary>Whether the Dockerfile may read the whole context.</summary>
    public bool IsEverything { get; private init; }

    /// <summary>The sources. Not used if everything may be read.</summary>
    public IReadOnlyList<DockerfileSource> Sources => _sources;

    /// <summary>Finds the sources of a part of a Dockerfile.</summary>
    /// <param name="dockerfile">The Dockerfile.</param>
    /// <param name="start">The position at which the part begins.</param>
    /// <param name="end">The position after the part.</param>
    public static DockerfileSources Find(ParsedDockerfile dockerfile, int start = 0, int end = int.MaxValue)
    {
        if (!dockerfile.IsStandard || dockerfile.Instructions is not { } instructions) return Everything;

        var found = new DockerfileSources(dockerfile.Escape);
        try
        {
            // Docker allows no ONBUILD in another one.
            return instructions.Where(it => it.Start >= start && it.Start < end)
                .All(it => found.TryAdd(it.Name == "ONBUILD" ? it.Deferred() : it) && found._sources.Count <= MaxSources) ? found : Everything;
        }
        catch (FormatException)
        {
            return Everything;
        }
    }

    /// <summary>Whether a path itself is read. Everything below the path is then read too.</summary>
    public bool Reads(string path) => IsEverything || _sources.Exists(source => source.Pattern.IsMatch(path));

    /// <summary>Whether something below a folder may be read. Errs on the side of true.</summary>
    public bool MayReadBelow(string folder) => IsEverything || _sources.Exists(source => source.Pattern.MayMatchBelow(folder));

    private bool TryAdd(DockerfileInstruction instruction) =>
        !instruction.Flags.Any(static flag => flag == "--" || flag.IndexOfAny(['"', '\'', '\\', '`']) >= 0)
        && instruction.Name switch
        {
            "COPY" or "ADD" => TryAddCopy(instruction),
            "RUN" => instruction.Flags
                .Where(static flag => flag.StartsWith("--mount", StringComparison.Ordinal))
                .All(flag => TryAddMount(flag, instruction.Line)),

            // Such images copy from the context of each image that is built on them, and their sources are unknown here.
            "FROM" => instruction.Arguments.IndexOf("onbuild", StringComparison.OrdinalIgnoreCase) < 0,
            _ => Harmless.Contains(instruction.Name),
        };

    private bool TryAddCopy(DockerfileInstruction instruction)
    {
        const string from = "--from=";
        if (instruction.Flags.FirstOrDefault(static flag => flag.StartsWith(from, StringComparison.Ordinal)) is { } stage
            && stage.Length > from.Length)
        {
            return !stage.Contains("$");
        }

        string[]? json = ExecForm.TryRead(instruction.Arguments);
        string[] words = json ?? instruction.SplitArguments();
        if (words.Length < 2 || words.Length > MaxSources) return false;

        bool parents = instruction.Flags.Any(static flag => flag.StartsWith("--parents", StringComparison.Ordinal));
        foreach (string word in words.Take(words.Length - 1))
        {
            if (json is null && DockerfileReader.IsHereDocument(word)) continue;
            if (instruction.Name == "ADD" && RemoteSource.IsMatch(word)) continue;
            if (!IsPlain(word)) return false;

            DockerfileSource? source = parents
                ? DockerfileSource.WithParents(word, instruction.Line)
                : DockerfileSource.Wildcard(word, instruction.Line);
            if (source is null) return false;

            _sources.Add(source);
        }

        return true;
    }

    private bool TryAddMount(string flag, int line)
    {
        string? source = null;
        string type = "bind";
        bool isElsewhere = false;
        foreach (string field in flag.Substring("--mount".Length).TrimStart('=').Split(','))
        {
            string[] parts = field.Split(['='], 2);
            string value = parts.Length == 2 ? parts[1] : "";
            string key = parts[0].ToUpperInvariant();

            // A variable in another field, such as the target of a cache, does not change what is read.
            if (!IsPlain(key) || (key is "TYPE" or "FROM" or "SOURCE" or "SRC" && !IsPlain(value))) return false;

            if (key == "TYPE") type = value;
            else if (key == "FROM") isElsewhere = value.Length > 0;
            else if (key is "SOURCE" or "SRC") source = value;
        }

        if (isElsewhere || !string.Equals(type, "bind", StringComparison.OrdinalIgnoreCase)) return true;
        if (source is null || DockerfileSource.Literal(source, line) is not { } found) return false;

        _sources.Add(found);
        return true;
    }

    /// <summary>Whether a word is literal: no variable, quote, escape or here-document.</summary>
    private bool IsPlain(string word) => word.IndexOfAny(['$', '\'', '"', '\\', _escape]) < 0 && !word.Contains("<<");
}
