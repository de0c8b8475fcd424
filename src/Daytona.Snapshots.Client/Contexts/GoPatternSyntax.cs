namespace Daytona.Snapshots.Client;

/// <summary>
/// The syntax check that Docker makes of a pattern: it matches it against <c>.</c> with Go's Match and looks at the error
/// alone. Match gives up where a literal part does not fit, so that an error behind it is not found; such a pattern is
/// taken, and means what its expression means.
/// </summary>
internal ref struct GoPatternSyntax
{
    private readonly bool _escapes;
    private ReadOnlySpan<char> _pattern;

    private GoPatternSyntax(string pattern, bool escapes)
    {
        _pattern = pattern.AsSpan();
        _escapes = escapes;
    }

    private enum Outcome
    {
        Fits,
        Differs,
        Malformed,
    }

    /// <summary>Whether Docker refuses the pattern.</summary>
    /// <param name="pattern">The pattern, with forward slashes.</param>
    /// <param name="escapes">Whether a backslash escapes, as it does anywhere but on Windows.</param>
    /// <returns>Whether a bracket or an escape lacks its end, as far as Docker looks.</returns>
    public static bool IsMalformed(string pattern, bool escapes) => new GoPatternSyntax(pattern, escapes).Check();

    private bool Check()
    {
        ReadOnlySpan<char> name = ".".AsSpan();
        while (!_pattern.IsEmpty)
        {
            bool star = false;
            while (!_pattern.IsEmpty && _pattern[0] == '*')
            {
                star = true;
                _pattern = _pattern.Slice(1);
            }

            ReadOnlySpan<char> chunk = NextChunk();
            if (star && chunk.IsEmpty) return false;

            Outcome outcome = Fit(chunk, name, out ReadOnlySpan<char> rest);
            bool fits = outcome == Outcome.Fits && (rest.IsEmpty || !_pattern.IsEmpty);
            for (int skip = 1; star && !fits && outcome != Outcome.Malformed && skip <= name.Length; skip++)
            {
                outcome = Fit(chunk, name.Slice(skip), out rest);
                fits = outcome == Outcome.Fits && (rest.IsEmpty || !_pattern.IsEmpty);
            }

            if (outcome == Outcome.Malformed) return true;
            if (!fits) return false;

            name = rest;
        }

        return false;
    }

    /// <summary>Takes what stands before the next star that is not in brackets.</summary>
    private ReadOnlySpan<char> NextChunk()
    {
        bool inClass = false;
        int i = 0;
        for (; i < _pattern.Length && (_pattern[i] != '*' || inClass); i++)
        {
            if (_pattern[i] == '\\' && _escapes && i + 1 < _pattern.Length) i++;
            else if (_pattern[i] == '[') inClass = true;
            else if (_pattern[i] == ']') inClass = false;
        }

        ReadOnlySpan<char> chunk = _pattern.Slice(0, i);
        _pattern = _pattern.Slice(i);
        return chunk;
    }

    private readonly Outcome Fit(ReadOnlySpan<char> chunk, ReadOnlySpan<char> name, out ReadOnlySpan<char> rest)
    {
        bool fits = true;
        while (!chunk.IsEmpty)
        {
            char wanted = chunk[0];
            chunk = chunk.Slice(1);
            bool here = fits && !name.IsEmpty;
            if (wanted == '[')
            {
                if (!Class(ref chunk, here ? name[0] : '\0', out bool inside)) return Malformed(out rest);

                fits = here && inside;
            }
            else
            {
                if (wanted == '\\' && _escapes)
                {
                    if (chunk.IsEmpty) return Malformed(out rest);

                    wanted = chunk[0];
                    chunk = chunk.Slice(1);
                    fits = here && name[0] == wanted;
                }
                else
                {
                    fits = here && (wanted == '?' ? name[0] != '/' : name[0] == wanted);
                }
            }

            if (!name.IsEmpty) name = name.Slice(1);
        }

        rest = name;
        return fits ? Outcome.Fits : Outcome.Differs;
    }

    private static Outcome Malformed(out ReadOnlySpan<char> rest)
    {
        rest = default;
        return Outcome.Malformed;
    }

    /// <summary>Reads a class behind its bracket.</summary>
    /// <returns>False for a syntax error.</returns>
    private readonly bool Class(ref ReadOnlySpan<char> chunk, char c, out bool inside)
    {
        bool negated = !chunk.IsEmpty && chunk[0] == '^';
        if (negated) chunk = chunk.Slice(1);
        inside = false;
        for (int ranges = 0; ; ranges++)
        {
            if (!chunk.IsEmpty && chunk[0] == ']' && ranges > 0)
            {
                chunk = chunk.Slice(1);
                inside ^= negated;
                return true;
            }

            if (!ClassCharacter(ref chunk, out int first)) return false;

            int last = first;
            if (chunk[0] == '-')
            {
                chunk = chunk.Slice(1);
                if (!ClassCharacter(ref chunk, out last)) return false;
            }

            inside |= first <= c && c <= last;
        }
    }

    private readonly bool ClassCharacter(ref ReadOnlySpan<char> chunk, out int rune)
    {
        rune = 0;
        if (chunk.IsEmpty || chunk[0] is '-' or ']') return false;
        if (chunk[0] == '\\' && _escapes) chunk = chunk.Slice(1);
        if (chunk.IsEmpty) return false;

        int length = chunk.Length > 1 && char.IsSurrogatePair(chunk[0], chunk[1]) ? 2 : 1;
        rune = length == 2 ? char.ConvertToUtf32(chunk[0], chunk[1]) : chunk[0];
        chunk = chunk.Slice(length);

        // A class needs its end.
        return !chunk.IsEmpty;
    }
}
