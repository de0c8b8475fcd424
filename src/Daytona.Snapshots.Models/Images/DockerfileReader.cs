using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>Splits a Dockerfile into instructions by the rules of Docker's own parser.</summary>
internal sealed class DockerfileReader(string text, char escape)
{
    private static readonly Regex HereDocument = new(@"^[0-9]*<<(?<tabs>(?>-?))(?<name>[^<]+)\z", RegexOptions.CultureInvariant);

    private static readonly Regex PlainName = new(@"^(?<quote>[""']?)(?<name>[a-zA-Z0-9_]+)\k<quote>\z", RegexOptions.CultureInvariant);

    private static readonly Regex PlainVariable = new(@"\$(?:[a-zA-Z0-9_]+|\{[a-zA-Z0-9_]+\})", RegexOptions.CultureInvariant);

    private int _at = text.Length - text.TrimStart('\uFEFF').Length;
    private int _line;

    /// <summary>Whether a word of RUN, COPY or ADD is a here-document, such as <c>&lt;&lt;EOF</c>.</summary>
    public static bool IsHereDocument(string word) => HereDocument.IsMatch(word);

    private static bool IsComment(string line) => line.TrimStart().StartsWith("#", StringComparison.Ordinal);

    /// <summary>Reads the instructions.</summary>
    /// <exception cref="FormatException">A here-document is unusual or has no end. The message names its line.</exception>
    public IEnumerable<DockerfileInstruction> Read()
    {
        while (_at < text.Length)
        {
            int start = _at;
            int number = _line + 1;
            string line = ReadLine();
            if (IsComment(line)) continue;

            var joined = new StringBuilder();
            var parts = new List<(int Index, int Position)> { (0, start + line.Length - line.TrimStart().Length) };
            bool isContinued = Append(joined, line.TrimStart());
            while (isContinued && _at < text.Length)
            {
                // Comments and empty lines inside an instruction are not part of it.
                int position = _at;
                line = ReadLine();
                if (line.Trim().Length == 0 || IsComment(line)) continue;

                parts.Add((joined.Length, position));
                isContinued = Append(joined, line);
            }

            var instruction = new DockerfileInstruction(joined.ToString(), number) { Start = start, Parts = parts };
            if (instruction.Name.Length == 0) continue;

            SkipHereDocuments(instruction);
            yield return instruction;
        }
    }

    private string ReadLine()
    {
        int end = text.IndexOf('\n', _at) is var found and >= 0 ? found : text.Length;
        string line = text.Substring(_at, end - _at);
        _at = Math.Min(end + 1, text.Length);
        _line++;
        return line.TrimEnd('\r');
    }

    /// <summary>Appends a line without its continuation character.</summary>
    /// <returns>Whether the line has one. Two at the end are an escaped character, and do not continue the line.</returns>
    private bool Append(StringBuilder joined, string line)
    {
        string trimmed = line.TrimEnd(' ', '\t');
        int last = trimmed.Length - 1;
        bool isContinued = last >= 0 && trimmed[last] == escape && (last == 0 || trimmed[last - 1] != escape);
        joined.Append(line, 0, isContinued ? last : line.Length);
        return isContinued;
    }

    private void SkipHereDocuments(DockerfileInstruction instruction)
    {
        if (!instruction.Text.Contains("<<")) return;

        DockerfileInstruction inner = instruction.Name == "ONBUILD" ? instruction.Deferred() : instruction;
        if (inner.Name is not ("RUN" or "COPY" or "ADD") || ExecForm.TryRead(inner.Arguments) is not null) return;

        // Other substitutions decide which words Docker sees. Its lexer of these lines always has the backslash as its escape.
        string command = PlainVariable.Replace(instruction.Text, "$$");
        List<(int Start, int End)> words = ShellWord.Split(command, 0, '\\', out bool isClosed);
        if (!isClosed || command.Contains("${")) throw Unusual(instruction);

        foreach ((int start, int end) in words)
        {
            if (HereDocument.Match(command.Substring(start, end - start)) is not { Success: true } document) continue;
            if (PlainName.Match(document.Groups["name"].Value) is not { Success: true } name) throw Unusual(instruction);

            bool hasTabs = document.Groups["tabs"].Length > 0;
            string line;
            do
            {
                if (_at == text.Length) throw new FormatException($"the here-document of line {instruction.Line} has no end");

                line = ReadLine();
            }
            while ((hasTabs ? line.TrimStart('\t') : line) != name.Groups["name"].Value);
        }
    }

    private static FormatException Unusual(DockerfileInstruction instruction) =>
        new($"the here-document of line {instruction.Line} is written in an unusual way");
}
