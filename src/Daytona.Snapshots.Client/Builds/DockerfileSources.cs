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

    private DockerfileSources(IReadOnlyList<DockerfileSource>? sources) => (Sources, IsEverything) = (sources ?? [], sources is null);

    /// <summary>The whole context.</summary>
    public static DockerfileSources Everything { get; } = new(null);

    /// <summary>Whether the Dockerfile may read the whole context.</summary>
    public bool IsEverything { get; }

    /// <summary>The sources. Not used if everything may be read.</summary>
    public IReadOnlyList<DockerfileSource> Sources { get; }

    /// <summary>Finds the sources of a part of a Dockerfile.</summary>
    /// <param name="dockerfile">The Dockerfile.</param>
    /// <param name="start">The position at which the part begins.</param>
    /// <param name="end">The position after the part.</param>
    public static DockerfileSources Find(ParsedDockerfile dockerfile, int start = 0, int end = int.MaxValue)
    {
        if (!dockerfile.IsStandard || dockerfile.Instructions is not { } instructions) return Everything;

        var sources = new List<DockerfileSource>();
        try
        {
            // Docker allows no ONBUILD in another one.
            foreach (DockerfileSource? source in instructions.Where(it => it.Start >= start && it.Start < end)
                .SelectMany(it => SourcesOf(it.Name == "ONBUILD" ? it.Deferred() : it, dockerfile.Escape)))
            {
                if (source is null || sources.Count == MaxSources) return Everything;
                sources.Add(source);
            }
        }
        catch (FormatException)
        {
            return Everything;
        }

        return new DockerfileSources(sources);
    }

    /// <summary>Whether a path itself is read. Everything below the path is then read too.</summary>
    public bool Reads(string path) => IsEverything || Sources.Any(source => source.Pattern.IsMatch(path));

    /// <summary>Whether something below a folder may be read. Errs on the side of true.</summary>
    public bool MayReadBelow(string folder) => IsEverything || Sources.Any(source => source.Pattern.MayMatchBelow(folder));

    /// <summary>The sources of an instruction; null among them if they are not certain.</summary>
    private static IEnumerable<DockerfileSource?> SourcesOf(DockerfileInstruction instruction, char escape)
    {
        if (instruction.Flags.Any(static flag => flag == "--" || flag.IndexOfAny(['"', '\'', '\\', '`']) >= 0)) return [null];
        return instruction.Name switch
        {
            "COPY" or "ADD" => SourcesOfCopy(instruction, escape),
            "RUN" => instruction.Flags.Where(static flag => flag.StartsWith("--mount", StringComparison.Ordinal))
                .SelectMany(flag => SourcesOfMount(flag, instruction.Line, escape)),
            // Such images copy from the context of each image that is built on them, and their sources are unknown here.
            "FROM" when instruction.Arguments.IndexOf("onbuild", StringComparison.OrdinalIgnoreCase) < 0 => [],
            _ => Harmless.Contains(instruction.Name) ? [] : [null],
        };
    }

    private static IEnumerable<DockerfileSource?> SourcesOfCopy(DockerfileInstruction instruction, char escape)
    {
        const string from = "--from=";
        if (instruction.Flags.FirstOrDefault(static flag => flag.StartsWith(from, StringComparison.Ordinal)) is { } stage
            && stage.Length > from.Length)
        {
            return stage.Contains("$") ? [null] : [];
        }

        string[]? json = ExecForm.TryRead(instruction.Arguments);
        string[] words = json ?? instruction.SplitArguments();
        if (words.Length < 2) return [null];

        bool parents = instruction.Flags.Any(static flag => flag.StartsWith("--parents", StringComparison.Ordinal));
        return words.Take(words.Length - 1)
            .Where(word => !(json is null && DockerfileReader.IsHereDocument(word)) && !(instruction.Name == "ADD" && RemoteSource.IsMatch(word)))
            .Select(word => !IsPlain(word, escape) ? null
                : parents ? DockerfileSource.WithParents(word, instruction.Line)
                : DockerfileSource.Wildcard(word, instruction.Line));
    }

    private static IEnumerable<DockerfileSource?> SourcesOfMount(string flag, int line, char escape)
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
            if (!IsPlain(key, escape) || (key is "TYPE" or "FROM" or "SOURCE" or "SRC" && !IsPlain(value, escape))) return [null];

            if (key == "TYPE") type = value;
            else if (key == "FROM") isElsewhere = value.Length > 0;
            else if (key is "SOURCE" or "SRC") source = value;
        }

        if (isElsewhere || !string.Equals(type, "bind", StringComparison.OrdinalIgnoreCase)) return [];
        return [source is null ? null : DockerfileSource.Literal(source, line)];
    }

    /// <summary>Whether a word is literal: no variable, quote, escape or here-document.</summary>
    private static bool IsPlain(string word, char escape) => word.IndexOfAny(['$', '\'', '"', '\\', escape]) < 0 && !word.Contains("<<");
}
