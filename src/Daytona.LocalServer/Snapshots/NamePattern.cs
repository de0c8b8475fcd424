using System.Text.RegularExpressions;

namespace Daytona.Local.Snapshots;

/// <summary>The listing's name filter, SQL's ILIKE '%…%', in which the service does not escape <c>%</c>, <c>_</c> and <c>\</c>.</summary>
internal sealed partial class NamePattern(string filter)
{
    private readonly Regex? _pattern = filter.AsSpan().IndexOfAny('%', '_', '\\') < 0 ? null : new Regex(
        $"^{Token().Replace($"%{filter}%", Translate)}$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public bool Matches(string name) => _pattern?.IsMatch(name) ?? name.Contains(filter, StringComparison.OrdinalIgnoreCase);

    private static string Translate(Match token) => token.Value switch
    {
        "%" => ".*",
        "_" => ".",
        ['\\', char escaped] => Regex.Escape($"{escaped}"),
        string other => Regex.Escape(other),
    };

    [GeneratedRegex(@"\\.|[^\\]|\\", RegexOptions.Singleline)]
    private static partial Regex Token();
}
