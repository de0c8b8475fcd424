using System.Text.RegularExpressions;

namespace Daytona.Local.Http;

/// <summary>A pattern in which <c>*</c> stands for any text.</summary>
internal sealed class WildcardPattern(string text)
{
    private readonly Regex _regex = new(
        "^" + Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline);

    public string Text => text;

    public bool Matches(string value) => _regex.IsMatch(value);
}
