using System.Text;

namespace Daytona.Snapshots.Images;

/// <summary>
/// The build arguments and the target stage of a Dockerfile. The service takes only the Dockerfile's text, so both become part
/// of it.
/// </summary>
public sealed record DockerfileOptions
{
    // BuildKit has these without an ARG.
    private static readonly HashSet<string> Predefined = new(StringComparer.Ordinal)
    {
        "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY", "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy",
        "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT", "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "SOURCE_DATE_EPOCH",
    };

    /// <summary>
    /// The values of build arguments, by the case-sensitive names that ARG declares. They are visible in the snapshot's
    /// <see cref="BuildInfo"/>, so they must not be secrets.
    /// </summary>
    /// <value>Null by default: the Dockerfile's own values.</value>
    public IReadOnlyDictionary<string, string>? BuildArguments { get; init; }

    /// <summary>The name of the stage to build, in any case. Later stages, and files that only they need, are not sent.</summary>
    /// <value>Null by default: the last stage.</value>
    public string? Target { get; init; }

    /// <summary>Writes the build arguments into the ARG instructions of a Dockerfile, and cuts it after the target.</summary>
    /// <exception cref="ArgumentException">A build argument or the target can't be applied. The message says why.</exception>
    internal string ApplyTo(string text)
    {
        IReadOnlyDictionary<string, string> arguments = BuildArguments ?? new Dictionary<string, string>();
        if (arguments.Count == 0 && string.IsNullOrEmpty(Target)) return text;

        var dockerfile = new ParsedDockerfile(text);
        if (!dockerfile.IsStandard)
        {
            throw new ArgumentException(
                $"The Dockerfile is written for the frontend {dockerfile.Syntax}, so build arguments and targets can't be applied to it.");
        }

        if (dockerfile.Instructions is not { } instructions) throw new ArgumentException($"Build arguments and targets can't be applied: {dockerfile.Problem}.");

        foreach (KeyValuePair<string, string> argument in arguments) EnsureOneLine(argument.Key, argument.Value);
        int end = FindEnd(instructions) ?? text.Length;
        List<string> declared = [];
        var result = new StringBuilder();
        int copied = 0;
        foreach ((string word, int start, int wordEnd) in instructions.Where(static it => it.Name == "ARG").SelectMany(it => it.SplitQuotedArguments(dockerfile.Escape)))
        {
            string name = word.Split('=')[0];
            declared.Add(name);
            if (start > end || !arguments.TryGetValue(name, out string? value)) continue;

            result.Append(text, copied, start - copied).Append(name).Append("=\"").Append(Escape(value, dockerfile.Escape)).Append('"');
            copied = wordEnd;
        }

        foreach (string name in arguments.Keys.Where(name => !declared.Contains(name))) throw Undeclared(name, declared);
        return result.Append(text, copied, end - copied).ToString();
    }

    private static void EnsureOneLine(string name, string? value)
    {
        if (value is null) throw new ArgumentException($"The value of build argument '{name}' is null. If it is intended, use an empty text.");
        if (value.IndexOfAny(['\n', '\r', '\0']) >= 0)
        {
            throw new ArgumentException($"The value of build argument '{name}' contains a line break or NUL, which an ARG can't have.");
        }
    }

    private static ArgumentException Undeclared(string name, List<string> declared) => new(
        Predefined.Contains(name)
            ? $"The Dockerfile has no ARG for the predefined build argument '{name}', and its value would be visible in the build info. " +
                $"If that is acceptable, add 'ARG {name}' to the stages that need it."
            : $"The Dockerfile declares no build argument '{name}'. " +
                (declared.Count == 0 ? "It declares none." : $"It declares {string.Join(", ", declared.Distinct(StringComparer.Ordinal))}."));

    // BuildKit expands the value of an ARG. In quotes, only these have a meaning.
    private static string Escape(string value, char escape) =>
        string.Concat(value.Select(c => c == '"' || c == '$' || c == escape ? $"{escape}{c}" : c.ToString()));

    /// <summary>The position after the target; null for the end. Of two stages of one name, the later one is the target, as for BuildKit.</summary>
    private int? FindEnd(IReadOnlyList<DockerfileInstruction> instructions)
    {
        if (string.IsNullOrEmpty(Target)) return null;

        DockerfileInstruction[] stages = [.. instructions.Where(static it => it.Name == "FROM")];
        int target = Array.FindLastIndex(stages, stage => string.Equals(stage.Stage, Target, StringComparison.OrdinalIgnoreCase));
        if (target >= 0) return target + 1 < stages.Length ? stages[target + 1].Start : null;

        string[] names = [.. stages.Select(static stage => stage.Stage).OfType<string>()];
        throw new ArgumentException(
            $"The Dockerfile has no stage with the name '{Target}'. " +
            (names.Length == 0 ? "Its stages have no names." : $"The names of its stages are {string.Join(", ", names)}."));
    }
}
