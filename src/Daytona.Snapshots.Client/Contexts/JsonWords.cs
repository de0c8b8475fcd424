using System.Globalization;
using System.Text;

namespace Daytona.Snapshots.Client;

/// <summary>
/// The JSON form of an instruction's arguments: an array of strings. Read by hand, because Docker takes anything that is
/// not exactly JSON for plain words, and the usual readers forgive single quotes and comments.
/// </summary>
internal sealed class JsonWords
{
    private readonly string _text;
    private int _at;

    private JsonWords(string text) => _text = text;

    /// <summary>Reads an array of strings.</summary>
    /// <param name="text">The arguments.</param>
    /// <returns>The strings, or null where the arguments are anything else.</returns>
    public static string[]? Parse(string text) => new JsonWords(text).Array();

    private string[]? Array()
    {
        var words = new List<string>();
        if (!Skip('[')) return null;

        if (!Skip(']'))
        {
            do
            {
                if (String() is not { } word) return null;

                words.Add(word);
            }
            while (Skip(','));
            if (!Skip(']')) return null;
        }

        Blanks();
        return _at == _text.Length ? [.. words] : null;
    }

    private void Blanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n') _at++;
    }

    private bool Skip(char c)
    {
        Blanks();
        if (_at == _text.Length || _text[_at] != c) return false;

        _at++;
        return true;
    }

    private string? String()
    {
        if (!Skip('"')) return null;

        var word = new StringBuilder();
        while (_at < _text.Length)
        {
            char c = _text[_at++];
            if (c == '"') return word.ToString();
            if (c < ' ') return null;
            if (c == '\\')
            {
                if (Escaped() is not { } escaped) return null;

                c = escaped;
            }

            word.Append(c);
        }

        return null;
    }

    private char? Escaped()
    {
        if (_at == _text.Length) return null;

        char c = _text[_at++];
        switch (c)
        {
            case '"' or '\\' or '/': return c;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _at + 4 <= _text.Length && ushort.TryParse(
                _text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                _at += 4;
                return (char)code;
            default: return null;
        }
    }
}
