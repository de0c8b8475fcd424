using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>A COPY of one file or folder, with its name escaped.</summary>
internal static class CopyInstruction
{
    // The characters at which Docker splits words. Other white space of Unicode is part of a name.
    private static readonly Regex Blank = new(@"[ \t\v\f\r\n]", RegexOptions.CultureInvariant);

    private static readonly Regex OptionOrDocument = new("^(--|[0-9]*<<)", RegexOptions.CultureInvariant);

    /// <summary>Writes the instruction, without a line end.</summary>
    public static string Write(string archivePath, string destination, char escape)
    {
        string source = Literal(archivePath, escape);

        // In the usual form, a blank ends a name, and it can't be quoted. The JSON form allows it.
        return Blank.IsMatch(source) || Blank.IsMatch(destination)
            ? "COPY " + ExecForm.Write([source, destination])
            : $"COPY {source} {destination}";
    }

    private static string Literal(string path, char escape)
    {
        var text = new StringBuilder();

        // The JSON form does not help: Docker also reads "<<a" in it as an empty here-document.
        if (OptionOrDocument.IsMatch(path)) text.Append("./");
        foreach (char c in path)
        {
            switch (c)
            {
                // Docker documents this way to copy a file whose name contains a wildcard.
                case '[' or '*' or '?':
                    text.Append('[').Append(c).Append(']');
                    break;
                case '\\':
                    // Once for the wildcards. If a backslash is the Dockerfile's escape, both backslashes are escaped again for
                    // the word.
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
