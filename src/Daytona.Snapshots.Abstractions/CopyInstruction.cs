using System.Text;

namespace Daytona.Snapshots;

/// <summary>A COPY of one file or folder whose name means itself, whatever characters it holds.</summary>
internal static class CopyInstruction
{
    /// <summary>Writes the instruction, without an end of line.</summary>
    /// <param name="archivePath">The file or folder beside the Dockerfile.</param>
    /// <param name="destination">The path in the image, in a Dockerfile's syntax.</param>
    /// <param name="escape">The Dockerfile's escape character.</param>
    /// <returns>The instruction.</returns>
    public static string Write(string archivePath, string destination, char escape)
    {
        string source = Literal(archivePath, escape);

        // In the usual form a space ends a name, and << starts a document. No quoting helps there; JSON does.
        return source.Any(char.IsWhiteSpace) || destination.Any(char.IsWhiteSpace) || source.Contains("<<")
            ? "COPY " + ExecForm.Write([source, destination])
            : $"COPY {source} {destination}";
    }

    private static string Literal(string path, char escape)
    {
        var text = new StringBuilder();
        if (path.StartsWith("--", StringComparison.Ordinal)) text.Append("./");
        foreach (char c in path)
        {
            switch (c)
            {
                // Docker's documentation names this way to copy a file whose name holds a wildcard.
                case '[' or '*' or '?':
                    text.Append('[').Append(c).Append(']');
                    break;
                case '\\':
                    // Once for the wildcards, and each of the two once more for the word, where it is the escape.
                    text.Append(escape == '\\' ? @"\\\\" : @"\\");
                    break;
                case '$' or '\'' or '"':
                    text.Append(escape).Append(c);
                    break;
                case '`' when escape == '`':
                    text.Append("``");
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        return text.ToString();
    }
}
