using System.Globalization;
using Step = Daytona.Snapshots.Client.PathExpression.Step;
using StepKind = Daytona.Snapshots.Client.PathExpression.StepKind;

namespace Daytona.Snapshots.Client;

/// <summary>
/// Reads the part of Go's regular expressions that Docker's patterns are translated into. What a pattern means to Docker
/// is what Go makes of that expression: <c>\d</c> is a digit there, and <c>[[:alpha:]]</c> a letter.
/// </summary>
internal sealed class GoExpression
{
    private static readonly (int First, int Last)[] Digits = [('0', '9')];
    private static readonly (int First, int Last)[] Spaces = [('\t', '\n'), ('\f', '\r'), (' ', ' ')];
    private static readonly (int First, int Last)[] Words = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

    private static readonly Dictionary<string, (int First, int Last)[]> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = [('0', '9'), ('A', 'Z'), ('a', 'z')],
        ["alpha"] = [('A', 'Z'), ('a', 'z')],
        ["ascii"] = [(0, 0x7F)],
        ["blank"] = [('\t', '\t'), (' ', ' ')],
        ["cntrl"] = [(0, 0x1F), (0x7F, 0x7F)],
        ["digit"] = Digits,
        ["graph"] = [('!', '~')],
        ["lower"] = [('a', 'z')],
        ["print"] = [(' ', '~')],
        ["punct"] = [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ["space"] = [('\t', '\r'), (' ', ' ')],
        ["upper"] = [('A', 'Z')],
        ["word"] = Words,
        ["xdigit"] = [('0', '9'), ('A', 'F'), ('a', 'f')],
    };

    private readonly string _text;
    private readonly List<Step> _steps = [];
    private int _at;

    private GoExpression(string text) => _text = text;

    private bool AtEnd => _at == _text.Length;

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression in Go's syntax.</param>
    /// <returns>The compiled expression.</returns>
    /// <exception cref="FormatException">Go would not compile it, or it is beyond what patterns need.</exception>
    public static PathExpression Compile(string text)
    {
        var reader = new GoExpression(text);
        reader.Alternatives();
        if (!reader.AtEnd) throw Fault("a ) without a (");

        reader._steps.Add(new Step(StepKind.Accept));
        return new PathExpression(reader._steps);
    }

    private static FormatException Fault(string what) => new(what);

    private void Alternatives()
    {
        int start = _steps.Count;
        Sequence();
        while (!AtEnd && _text[_at] == '|')
        {
            _at++;
            int split = start;
            Insert(split, 1);
            _steps[split] = new Step(StepKind.Split) { First = split + 1, Second = _steps.Count + 1 };
            int jump = _steps.Count;
            _steps.Add(new Step(StepKind.Jump));
            Alternatives();
            _steps[jump] = new Step(StepKind.Jump) { First = _steps.Count };
            return;
        }
    }

    private void Sequence()
    {
        while (!AtEnd && _text[_at] is not ('|' or ')'))
        {
            int start = _steps.Count;
            Atom();
            bool repeated = false;
            while (!AtEnd && Repetition(start))
            {
                if (repeated) throw Fault("a repetition of a repetition");

                repeated = true;
            }
        }
    }

    private void Atom()
    {
        char c = _text[_at++];
        switch (c)
        {
            case '^' or '$':
                _steps.Add(new Step(StepKind.Assert) { Condition = c });
                break;
            case '.':
                Take(RuneSet.Dot);
                break;
            case '(':
                Alternatives();
                if (AtEnd) throw Fault("a ( without a )");

                _at++;
                break;
            case '[':
                Take(Class());
                break;
            case '*' or '+' or '?':
                throw Fault("a repetition of nothing");
            case '\\':
                Escape();
                break;
            default:
                _at--;
                Take(RuneSet.Of(Rune()));
                break;
        }
    }

    private void Escape()
    {
        if (AtEnd) throw Fault(@"a \ at the end");

        char c = _text[_at];
        switch (c)
        {
            case 'A' or 'z' or 'b' or 'B':
                _at++;
                _steps.Add(new Step(StepKind.Assert) { Condition = c switch { 'A' => '^', 'z' => '$', _ => c } });
                break;
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W':
                _at++;
                var set = new RuneSet();
                AddShorthand(set, c);
                Take(set);
                break;
            default:
                Take(RuneSet.Of(EscapedRune()));
                break;
        }
    }

    /// <summary>Reads *, ? or {n,m} behind an atom.</summary>
    private bool Repetition(int start)
    {
        int least;
        int most;
        switch (_text[_at])
        {
            case '*':
                (least, most) = (0, -1);
                _at++;
                break;
            case '+':
                (least, most) = (1, -1);
                _at++;
                break;
            case '?':
                (least, most) = (0, 1);
                _at++;
                break;
            case '{':
                if (!Bounds(out least, out most)) return false;

                break;
            default:
                return false;
        }

        Repeat(start, least, most);
        return true;
    }

    private bool Bounds(out int least, out int most)
    {
        (least, most) = (0, 0);
        int close = _text.IndexOf('}', _at);
        if (close < 0) return false;

        string[] parts = _text.Substring(_at + 1, close - _at - 1).Split(',');
        if (parts.Length > 2 || !Number(parts[0], out least)) return false;

        most = least;
        if (parts.Length == 2)
        {
            if (parts[1].Length == 0) most = -1;
            else if (!Number(parts[1], out most)) return false;
        }

        if (least > 1000 || most > 1000 || (most >= 0 && least > most)) throw Fault("a repetition out of bounds");

        _at = close + 1;
        return true;
    }

    private static bool Number(string text, out int number)
    {
        number = 0;
        if (text.Length == 0 || text.Any(c => c is < '0' or > '9') || (text.Length > 1 && text[0] == '0')) return false;

        // More digits than any bound has; Go's limit is 1000.
        number = text.Length > 5 ? 100_000 : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    private void Repeat(int start, int least, int most)
    {
        List<Step> atom = _steps.GetRange(start, _steps.Count - start);
        _steps.RemoveRange(start, atom.Count);
        for (int i = 0; i < least; i++) Append(atom, start);
        if (most < 0)
        {
            int split = _steps.Count;
            _steps.Add(new Step(StepKind.Split));
            Append(atom, start);
            _steps.Add(new Step(StepKind.Jump) { First = split });
            _steps[split] = new Step(StepKind.Split) { First = split + 1, Second = _steps.Count };
            return;
        }

        for (int i = least; i < most; i++)
        {
            int split = _steps.Count;
            _steps.Add(new Step(StepKind.Split));
            Append(atom, start);
            _steps[split] = new Step(StepKind.Split) { First = split + 1, Second = _steps.Count };
        }
    }

    private void Append(List<Step> atom, int writtenAt)
    {
        int shift = _steps.Count - writtenAt;
        _steps.AddRange(atom.Select(step => step with { First = step.First + shift, Second = step.Second + shift }));
    }

    private void Insert(int at, int count)
    {
        for (int i = at; i < _steps.Count; i++)
        {
            Step step = _steps[i];
            if (step.Kind is StepKind.Split or StepKind.Jump)
            {
                _steps[i] = step with { First = step.First + count, Second = step.Second + count };
            }
        }

        for (int i = 0; i < count; i++) _steps.Insert(at, new Step(StepKind.Jump));
    }

    private void Take(RuneSet set) => _steps.Add(new Step(StepKind.Take) { Set = set });

    private RuneSet Class()
    {
        var set = new RuneSet();
        bool negated = !AtEnd && _text[_at] == '^';
        if (negated) _at++;
        for (bool first = true; ; first = false)
        {
            if (AtEnd) throw Fault("a [ without a ]");
            if (_text[_at] == ']' && !first) break;
            if (!PosixClass(set) && !ClassShorthand(set)) Range(set);
        }

        _at++;
        return negated ? set.Negate() : set;
    }

    private bool PosixClass(RuneSet set)
    {
        if (string.CompareOrdinal(_text, _at, "[:", 0, 2) != 0) return false;

        int close = _text.IndexOf(":]", _at + 2, StringComparison.Ordinal);
        if (close < 0) return false;

        string name = _text.Substring(_at + 2, close - _at - 2);
        bool negated = name.StartsWith("^", StringComparison.Ordinal);
        if (!Posix.TryGetValue(negated ? name.Substring(1) : name, out (int First, int Last)[]? ranges))
        {
            throw Fault($"the unknown class [:{name}:]");
        }

        if (negated) set.AddAllBut(ranges);
        else foreach ((int first, int last) in ranges) set.Add(first, last);
        _at = close + 2;
        return true;
    }

    private bool ClassShorthand(RuneSet set)
    {
        if (_text[_at] != '\\' || _at + 1 == _text.Length) return false;
        if (_text[_at + 1] is not ('d' or 'D' or 's' or 'S' or 'w' or 'W')) return false;

        AddShorthand(set, _text[_at + 1]);
        _at += 2;
        return true;
    }

    private static void AddShorthand(RuneSet set, char letter)
    {
        (int First, int Last)[] ranges = char.ToUpperInvariant(letter) switch { 'D' => Digits, 'S' => Spaces, _ => Words };
        if (char.IsUpper(letter)) set.AddAllBut(ranges);
        else foreach ((int first, int last) in ranges) set.Add(first, last);
    }

    private void Range(RuneSet set)
    {
        int first = ClassRune();
        int last = first;
        if (_at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
        {
            _at++;
            last = ClassRune();
            if (last < first) throw Fault("a range that ends before it begins");
        }

        set.Add(first, last);
    }

    private int ClassRune()
    {
        if (AtEnd) throw Fault("a [ without a ]");
        if (_text[_at] != '\\') return Rune();

        _at++;
        return AtEnd ? throw Fault(@"a \ at the end") : EscapedRune();
    }

    private int Rune()
    {
        int length = char.IsSurrogatePair(_text, _at) ? 2 : 1;
        int rune = length == 2 ? char.ConvertToUtf32(_text, _at) : _text[_at];
        _at += length;
        return rune;
    }

    /// <summary>Reads what stands behind a backslash.</summary>
    private int EscapedRune()
    {
        char c = _text[_at++];
        switch (c)
        {
            case 'a': return '\a';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case 'x' when _at + 1 < _text.Length && Uri.IsHexDigit(_text[_at]) && Uri.IsHexDigit(_text[_at + 1]):
                _at += 2;
                return int.Parse(_text.Substring(_at - 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            case '0':
            case >= '1' and <= '7' when !AtEnd && _text[_at] is >= '0' and <= '7':
                int octal = c - '0';
                for (int i = 0; i < 2 && !AtEnd && _text[_at] is >= '0' and <= '7'; i++) octal = (octal * 8) + _text[_at++] - '0';
                return octal;
            case < (char)0x80 when !char.IsLetterOrDigit(c):
                return c;
            default:
                throw Fault($@"the unknown escape \{c}");
        }
    }
}
