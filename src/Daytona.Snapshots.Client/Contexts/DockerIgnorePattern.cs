using System.Text;

namespace Daytona.Snapshots.Client;

/// <summary>
/// One line of a .dockerignore. A pattern of letters alone is compared as it is, one that begins or ends with <c>**</c>
/// as a suffix or prefix, and any other as an expression; the differences between these are Docker's.
/// </summary>
internal sealed class DockerIgnorePattern
{
    private readonly string _pattern;
    private readonly Shape _shape;
    private readonly PathExpression? _expression;

    private DockerIgnorePattern(string pattern, bool isException, Shape shape, PathExpression? expression)
    {
        _pattern = pattern;
        IsException = isException;
        _shape = shape;
        _expression = expression;
    }

    private enum Shape
    {
        Exact,
        Prefix,
        Suffix,
        Expression,
    }

    /// <summary>Whether it begins with <c>!</c>, and so takes back what earlier ones ignored.</summary>
    public bool IsException { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern without <c>!</c>, cleaned, with forward slashes.</param>
    /// <param name="isException">Whether it had one.</param>
    /// <param name="escapes">Whether a backslash escapes.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="FormatException">Docker would refuse it.</exception>
    public static DockerIgnorePattern Parse(string pattern, bool isException, bool escapes)
    {
        if (GoPatternSyntax.IsMalformed(pattern, escapes)) throw new FormatException("a bracket or escape without its end");

        (Shape shape, string expression) = Translate(pattern);
        return new DockerIgnorePattern(
            pattern, isException, shape, shape == Shape.Expression ? GoExpression.Compile(expression) : null);
    }

    /// <summary>Whether it matches the path itself; what lies below is the caller's.</summary>
    /// <param name="path">A path with forward slashes.</param>
    /// <returns>Whether it matches.</returns>
    public bool IsMatch(string path) => _shape switch
    {
        Shape.Exact => path == _pattern,
        Shape.Prefix => path.StartsWith(Start, StringComparison.Ordinal),

        // "**/name" is also a name without a folder.
        Shape.Suffix => path.EndsWith(End, StringComparison.Ordinal)
            || (End[0] == '/' && string.CompareOrdinal(path, 0, End, 1, int.MaxValue) == 0),
        _ => _expression!.IsMatch(path),
    };

    /// <summary>Whether something in the folder, at any depth, may match.</summary>
    /// <param name="folder">A path with forward slashes.</param>
    /// <returns>False where nothing can.</returns>
    public bool MayMatchBelow(string folder)
    {
        string start = folder + "/";
        return _shape switch
        {
            Shape.Exact => _pattern.StartsWith(start, StringComparison.Ordinal),
            Shape.Prefix => start.StartsWith(Start, StringComparison.Ordinal)
                || Start.StartsWith(start, StringComparison.Ordinal),
            Shape.Suffix => true,
            _ => _expression!.MayMatchFrom(start),
        };
    }

    private string Start => _pattern.Substring(0, _pattern.Length - 2);

    private string End => _pattern.Substring(2);

    private static (Shape Shape, string Expression) Translate(string pattern)
    {
        var text = new StringBuilder("^");
        Shape shape = Shape.Exact;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '*' && i + 1 < pattern.Length && pattern[i + 1] == '*')
            {
                bool first = i == 0;
                i++;
                if (i + 1 < pattern.Length && pattern[i + 1] == '/') i++;
                if (i + 1 < pattern.Length)
                {
                    text.Append("(.*/)?");
                    shape = Shape.Expression;
                }
                else if (shape == Shape.Exact)
                {
                    shape = Shape.Prefix;
                }
                else
                {
                    text.Append(".*");
                    shape = Shape.Expression;
                }

                if (first) shape = Shape.Suffix;
            }
            else if (c is '*' or '?')
            {
                text.Append(c == '*' ? "[^/]*" : "[^/]");
                shape = Shape.Expression;
            }
            else if (c is '.' or '+' or '(' or ')' or '$')
            {
                // Docker means to escape { | } as well and does not: a{2} is aa, and a|b* two expressions.
                text.Append('\\').Append(c);
            }
            else if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append('\\').Append(pattern[++i]);
                shape = Shape.Expression;
            }
            else
            {
                text.Append(c);
                if (c is '[' or ']') shape = Shape.Expression;
            }
        }

        return (shape, text.Append('$').ToString());
    }
}
