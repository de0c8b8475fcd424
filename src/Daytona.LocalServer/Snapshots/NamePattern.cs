namespace Daytona.Local.Snapshots;

/// <summary>
/// The listing's name filter: SQL's ILIKE '%…%'. It ignores case. The database interprets <c>%</c>, <c>_</c> and <c>\</c>,
/// because the service does not escape them.
/// </summary>
internal sealed class NamePattern
{
    private readonly string _filter;
    private readonly bool _isPlain;
    private readonly List<int> _tokens = [];

    private const int AnyText = -1;
    private const int AnyCharacter = -2;

    public NamePattern(string filter)
    {
        _filter = filter;
        _isPlain = filter.AsSpan().IndexOfAny('%', '_', '\\') < 0;
        if (_isPlain) return;

        string pattern = $"%{filter}%";
        for (int i = 0; i < pattern.Length; i++)
        {
            _tokens.Add(pattern[i] switch
            {
                '%' => AnyText,
                '_' => AnyCharacter,
                '\\' when i + 1 < pattern.Length => char.ToUpperInvariant(pattern[++i]),
                char other => char.ToUpperInvariant(other),
            });
        }
    }

    public bool Matches(string name) =>
        _isPlain ? name.Contains(_filter, StringComparison.OrdinalIgnoreCase) : MatchesTokens(name);

    private bool MatchesTokens(string name)
    {
        int at = 0, token = 0, retryAt = 0, retryToken = -1;
        while (at < name.Length)
        {
            if (token < _tokens.Count && _tokens[token] == AnyText)
            {
                retryToken = token++;
                retryAt = at;
            }
            else if (token < _tokens.Count
                && (_tokens[token] == AnyCharacter || _tokens[token] == char.ToUpperInvariant(name[at])))
            {
                token++;
                at++;
            }
            else if (retryToken >= 0)
            {
                token = retryToken + 1;
                at = ++retryAt;
            }
            else
            {
                return false;
            }
        }

        while (token < _tokens.Count && _tokens[token] == AnyText) token++;
        return token == _tokens.Count;
    }
}
