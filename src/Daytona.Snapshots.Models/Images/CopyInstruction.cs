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

    // The JSON form does not help against here-documents: Docker also reads "<<a" in it as an empty one.
    private static string Literal(string path, char escape) =>
        (OptionOrDocument.IsMatch(path) ? "./" : "") + string.Concat(path.Select(character => character switch
        {
            // Docker documents this way to copy a file whose name contains a wildcard.
            '[' or '*' or '?' => $"[{character}]",
            // Once for the wildcards. If a backslash is the Dockerfile's escape, both backslashes are escaped again for the word.
            '\\' => escape == '\\' ? @"\\\\" : @"\\",
            '$' or '\'' or '"' => $"{escape}{character}",
            '`' when escape == '`' => "``",
            _ => character.ToString(),
        }));
}
