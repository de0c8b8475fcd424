using System.Text;

namespace Daytona.Local.Toolbox;

/// <summary>Reads the commands of a script: words with quotes, comments, <c>;</c>, <c>&amp;&amp;</c> and <c>||</c>. Nothing else is simulated.</summary>
internal static class ShellScript
{
    /// <summary>A command of a script.</summary>
    internal sealed record Statement(string Operator, IReadOnlyList<string> Words);

    /// <exception cref="FormatException">A syntax error, or syntax that is not simulated, when the reader gets there.</exception>
    public static IEnumerable<Statement> Read(string script)
    {
        List<string> words = [];
        StringBuilder? word = null;
        string before = ";";
        for (int i = 0; i <= script.Length; i++)
        {
            char character = i < script.Length ? script[i] : '\n';
            char next = i + 1 < script.Length ? script[i + 1] : '\n';
            switch (character)
            {
                case '\'' or '"':
                    i = ReadQuoted(script, i, word ??= new StringBuilder());
                    continue;
                case '\\':
                    if (next != '\n') (word ??= new StringBuilder()).Append(next);
                    i++;
                    continue;
                case '#' when word is null:
                    i = script.IndexOf('\n', i) is > 0 and int end ? end - 1 : script.Length - 1;
                    continue;
                case '(' or ')':
                    throw new FormatException($"Syntax error: \"{character}\" unexpected");
                case ' ' or '\t' or '\n' or ';' or '&' or '|':
                    break;
                default:
                    (word ??= new StringBuilder()).Append(Plain(character));
                    continue;
            }

            if (word is not null) words.Add(word.ToString());
            word = null;
            if (character is ' ' or '\t') continue;
            if (words.Count > 0) yield return new Statement(before, words);
            else if (character is not '\n') throw new FormatException($"Syntax error: \"{character}\" unexpected");
            words = [];
            before = character is '\n' ? ";" : character.ToString();
            if (character is not ('&' or '|')) continue;
            if (next != character) throw NotSimulated(character);
            before += character;
            i++;
        }
    }

    // Returns the index of the closing quote.
    private static int ReadQuoted(string script, int start, StringBuilder word)
    {
        char quote = script[start];
        for (int i = start + 1; i < script.Length; i++)
        {
            if (script[i] == quote) return i;
            bool isEscape = quote == '"' && script[i] == '\\' && i + 1 < script.Length && script[i + 1] is '"' or '\\' or '$' or '`';
            word.Append(isEscape ? script[++i] : quote == '"' && script[i] is '$' or '`' ? Plain(script[i]) : script[i]);
        }

        throw new FormatException("Syntax error: Unterminated quoted string");
    }

    private static char Plain(char character) => character is '$' or '`' or '<' or '>' ? throw NotSimulated(character) : character;

    private static FormatException NotSimulated(char character) => new($"the local server does not simulate '{character}': add a rule for the command");
}
