using System.Text;

namespace Daytona.Snapshots.Client;

/// <summary>
/// The wildcards of COPY and ADD: Go's Match, where no star crosses a slash. They differ from a .dockerignore's.
/// </summary>
internal static class CopyWildcard
{
    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">A clean path with wildcards and without escapes.</param>
    /// <returns>The expression.</returns>
    /// <exception cref="FormatException">Docker would not take it.</exception>
    public static PathExpression Compile(string pattern)
    {
        var text = new StringBuilder("^");
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c is '*' or '?')
            {
                text.Append(c == '*' ? "[^/]*" : "[^/]");
            }
            else if (c == '[')
            {
                i = Class(pattern, i, text);
            }
            else
            {
                Literal(text, c);
            }
        }

        return GoExpression.Compile(text.Append('$').ToString());
    }

    private static int Class(string pattern, int open, StringBuilder text)
    {
        text.Append('[');
        int i = open + 1;
        if (i < pattern.Length && pattern[i] == '^')
        {
            text.Append('^');
            i++;
        }

        int start = i;
        for (; i < pattern.Length && (i == start || pattern[i] != ']'); i++)
        {
            if (pattern[i] != '-')
            {
                Literal(text, pattern[i]);
                continue;
            }

            // A range needs both its ends.
            if (i == start || i + 1 == pattern.Length || pattern[i + 1] is ']' or '-') throw Malformed();

            text.Append('-');
        }

        if (i == pattern.Length || pattern[start] == ']') throw Malformed();

        text.Append(']');
        return i;
    }

    private static FormatException Malformed() => new("a bracket that Docker does not take");

    private static void Literal(StringBuilder text, char c)
    {
        if (c < 0x80 && !char.IsLetterOrDigit(c)) text.Append('\\');
        text.Append(c);
    }
}
