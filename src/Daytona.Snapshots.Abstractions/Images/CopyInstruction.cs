using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>A COPY of one file or folder whose name means itself, whatever characters it holds.</summary>
internal static class CopyInstruction
{
    // Those that Docker splits words at. Another of Unicode's is part of a name.
    private static readonly Regex Blank = new(@"[ \t\v\f\r\n]", RegexOptions.CultureInvariant);

    private static readonly Regex OptionOrDocument = new("^(--|[0-9]*<<)", RegexOptions.CultureInvariant);

    /// <summary>Writes the instruction, without an end of line.</summary>
    /// <param name="archivePath">The file or folder beside the Dockerfile.</param>
    /// <param name="destination">The path in the image, in a Dockerfile's syntax.</param>
    /// <param name="escape">The Dockerfile's escape character.</param>
    /// <returns>The instruction.</returns>
    public static string Write(string archivePath, string destination, char escape)
    {
        string source = Literal(archivePath, escape);

        // In the usual form a blank ends a name. No quoting helps there; JSON does.
        return Blank.IsMatch(source) || Blank.IsMatch(destination)
            ? "COPY " + ExecForm.Write([source, destination])
            : $"COPY {source} {destination}";
    }

    private static string Literal(string path, char escape)
    {
        var text = new StringBuilder();

        // JSON does not help here: Docker takes "<<a" for an empty document in it too.
        if (OptionOrDocument.IsMatch(path)) text.Append("./");
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
