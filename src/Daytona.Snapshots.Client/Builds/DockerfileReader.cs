using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Builds;

/// <summary>Splits a Dockerfile into instructions by the rules of Docker's own parser, and refuses unusual text.</summary>
internal sealed class DockerfileReader
{
    private static readonly Regex HereDocument = new(
        @"(?<=^|\s)[0-9]*<<(?<tabs>-?)(?<quote>[""']?)(?<name>[a-zA-Z0-9_]+)\k<quote>(?=\s|\z)", RegexOptions.CultureInvariant);

    private static readonly Regex Variable = new(@"\$([a-zA-Z0-9_]+|\{[a-zA-Z0-9_]+\})", RegexOptions.CultureInvariant);

    private readonly string[] _lines;
    private readonly char _escape;
    private int _next;

    private DockerfileReader(string text, char escape)
    {
        _lines = text.TrimStart('\uFEFF').Split('\n');
        _escape = escape;
    }

    /// <summary>Reads the instructions.</summary>
    /// <param name="text">The text of a Dockerfile, or a part of it.</param>
    /// <param name="escape">The Dockerfile's escape character.</param>
    /// <returns>The instructions in their order.</returns>
    /// <exception cref="FormatException">The text holds a flag or here-document that is unusual or has no end.</exception>
    public static IEnumerable<DockerfileInstruction> Read(string text, char escape)
    {
        var reader = new DockerfileReader(text, escape);
        while (reader.ReadInstruction() is { } instruction) yield return instruction;
    }

    /// <summary>Whether a word of COPY or ADD is a here-document, such as <c>&lt;&lt;EOF</c>.</summary>
    /// <param name="word">The word, with its quotes.</param>
    public static bool IsHereDocument(string word) => HereDocument.Match(word) is { Success: true } match && match.Length == word.Length;

    private static bool IsComment(string line) => line.TrimStart().StartsWith("#", StringComparison.Ordinal);

    private DockerfileInstruction? ReadInstruction()
    {
        while (_next < _lines.Length)
        {
            int first = _next + 1;
            string line = ReadLine().TrimStart();
            if (IsComment(line)) continue;

            var joined = new StringBuilder();
            bool isContinued = Append(joined, line);
            while (isContinued && _next < _lines.Length)
            {
                // Comments and empty lines inside an instruction are not part of it.
                line = ReadLine();
                if (line.Trim().Length > 0 && !IsComment(line)) isContinued = Append(joined, line);
            }

            string text = joined.ToString();
            if (text.Trim().Length == 0) continue;

            var instruction = DockerfileInstruction.Split(text, first);
            SkipHereDocuments(instruction, text);
            return instruction;
        }

        return null;
    }

    private string ReadLine() => _lines[_next++].TrimEnd('\r');

    /// <summary>Appends a line without its continuation character.</summary>
    /// <returns>Whether the line has one. Two at the end are an escaped character, and do not continue the line.</returns>
    private bool Append(StringBuilder joined, string line)
    {
        string trimmed = line.TrimEnd(' ', '\t');
        int last = trimmed.Length - 1;
        bool isContinued = last >= 0 && trimmed[last] == _escape && (last == 0 || trimmed[last - 1] != _escape);
        joined.Append(line, 0, isContinued ? last : line.Length);
        return isContinued;
    }

    private void SkipHereDocuments(DockerfileInstruction instruction, string text)
    {
        if (!text.Contains("<<")) return;

        DockerfileInstruction inner =
            instruction.Name == "ONBUILD" ? DockerfileInstruction.Split(instruction.Arguments, instruction.Line) : instruction;
        if (inner.Name is not ("RUN" or "COPY" or "ADD") || ExecFormReader.TryRead(inner.Arguments) is not null) return;

        // Quotes, escapes and substitutions elsewhere in the line decide whether Docker sees a document at all.
        string rest = Variable.Replace(HereDocument.Replace(text, ""), "");
        if (rest.Contains("<<") || rest.IndexOfAny(['"', '\'', '\\', '$']) >= 0) throw new FormatException("an unusual here-document");

        foreach (Match document in HereDocument.Matches(text))
        {
            bool hasTabs = document.Groups["tabs"].Length > 0;
            string line;
            do
            {
                if (_next == _lines.Length) throw new FormatException("a here-document without its end");

                line = ReadLine();
            }
            while ((hasTabs ? line.TrimStart('\t') : line) != document.Groups["name"].Value);
        }
    }
}
