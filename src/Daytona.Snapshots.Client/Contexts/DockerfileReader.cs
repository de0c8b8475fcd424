using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client;

/// <summary>Splits a Dockerfile into instructions by the rules of Docker's own parser.</summary>
internal sealed class DockerfileReader
{
    // No others: a name may hold one of Unicode's, and is one word all the same.
    private static readonly char[] Blanks = [' ', '\t', '\v', '\f', '\r'];
    private static readonly Regex HereDocument = new(@"^[0-9]*<<(?<tabs>-?)\s*(?<name>[^<]*)\z", RegexOptions.CultureInvariant);

    private static readonly Regex Variable = new(@"\G\$(?!\{)|\G\$\{\w+\}", RegexOptions.CultureInvariant);

    private readonly string[] _lines;
    private readonly char _escape;
    private readonly Regex _continued;
    private int _next;

    private DockerfileReader(string text, char escape)
    {
        _lines = text.TrimStart('\uFEFF').Split('\n');
        _escape = escape;
        string token = Regex.Escape(escape.ToString());

        // Two escapes at the end are one that is escaped, and no continuation.
        _continued = new Regex($@"(?<=^|[^{token}]){token}[ \t]*\z", RegexOptions.CultureInvariant);
    }

    /// <summary>Reads the instructions.</summary>
    /// <param name="text">The Dockerfile's text, or a part of it.</param>
    /// <param name="escape">Its escape character.</param>
    /// <returns>The instructions in their order.</returns>
    /// <exception cref="FormatException">A document in it (&lt;&lt;) has no end, or may be none.</exception>
    public static List<DockerfileInstruction> Read(string text, char escape)
    {
        var reader = new DockerfileReader(text, escape);
        var instructions = new List<DockerfileInstruction>();
        while (reader.NextInstruction() is { } instruction) instructions.Add(instruction);
        return instructions;
    }

    /// <summary>Splits an instruction, or what follows ONBUILD.</summary>
    /// <param name="text">The instruction in one line.</param>
    /// <param name="escape">The Dockerfile's escape character.</param>
    /// <param name="line">Where it begins.</param>
    /// <returns>The instruction.</returns>
    public static DockerfileInstruction Split(string text, char escape, int line)
    {
        string trimmed = text.Trim();
        int end = trimmed.IndexOfAny(Blanks);
        if (end < 0) return new DockerfileInstruction(trimmed.ToUpperInvariant(), [], "", line);

        List<string> flags = Flags(trimmed.Substring(end).TrimStart(), escape, out string rest);
        return new DockerfileInstruction(trimmed.Substring(0, end).ToUpperInvariant(), flags, rest.Trim(), line);
    }

    /// <summary>Splits the arguments of an instruction where they are no JSON.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The words, with their quotes and escapes.</returns>
    public static string[] Words(string arguments) => arguments.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a word begins a document, as <c>&lt;&lt;EOF</c>. It does so anywhere in COPY and ADD, also in their JSON form.</summary>
    /// <param name="word">The word, with its quotes.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsDocument(string word) => FindDocument(word, out _) is not null;

    /// <summary>Finds the line that ends the document which a word begins.</summary>
    /// <returns>The line, or null where the word begins none.</returns>
    private static string? FindDocument(string word, out bool tabs)
    {
        Match match = HereDocument.Match(word);
        tabs = match.Groups["tabs"].Length > 0;
        int at = 0;
        return match.Success && Word(match.Groups["name"].Value, ref at, '\\') is { Length: > 0 } name ? name : null;
    }

    private static bool IsComment(string line) => line.TrimStart().StartsWith("#", StringComparison.Ordinal);

    private static List<string> Flags(string text, char escape, out string rest)
    {
        var flags = new List<string>();
        int at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            rest = text.Substring(at);
            if (!rest.StartsWith("--", StringComparison.Ordinal)) return flags;

            string flag = Word(text, ref at, escape);
            rest = text.Substring(at);
            if (flag == "--") return flags;

            flags.Add(flag);
        }
    }

    /// <summary>Takes a word without its quotes.</summary>
    private static string Word(string text, ref int at, char escape)
    {
        var word = new StringBuilder();
        char quote = '\0';
        for (; at < text.Length && (quote != '\0' || !char.IsWhiteSpace(text[at])); at++)
        {
            char c = text[at];
            if (c == escape)
            {
                if (at + 1 < text.Length) word.Append(text[++at]);
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                quote = c;
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else
            {
                word.Append(c);
            }
        }

        return word.ToString();
    }

    private DockerfileInstruction? NextInstruction()
    {
        while (_next < _lines.Length)
        {
            int first = _next + 1;
            string line = Line().TrimStart();
            if (line.Length == 0 || IsComment(line)) continue;

            var joined = new StringBuilder();
            while (_continued.Match(line) is { Success: true } end)
            {
                joined.Append(line, 0, end.Index);

                // Comments and empty lines inside an instruction are not part of it.
                do line = _next < _lines.Length ? Line() : "";
                while (_next < _lines.Length && (line.Trim().Length == 0 || IsComment(line)));
                if (IsComment(line)) line = "";
            }

            joined.Append(line);
            if (joined.ToString().Trim().Length == 0) continue;

            DockerfileInstruction instruction = Split(joined.ToString(), _escape, first);
            SkipDocuments(instruction, joined.ToString());
            return instruction;
        }

        return null;
    }

    private string Line() => _lines[_next++].TrimEnd('\r');

    private void SkipDocuments(DockerfileInstruction instruction, string line)
    {
        if (line.IndexOf("<<", StringComparison.Ordinal) < 0) return;

        DockerfileInstruction inner =
            instruction.Name == "ONBUILD" ? Split(instruction.Arguments, _escape, instruction.Line) : instruction;
        if (inner.Name is not ("RUN" or "COPY" or "ADD") || JsonWords.Parse(inner.Arguments) is not null) return;

        foreach (string word in RawWords(line))
        {
            if (FindDocument(word, out bool tabs) is not { } name) continue;

            while (true)
            {
                if (_next == _lines.Length) throw new FormatException($"the document <<{name} has no end");

                string content = Line();
                if ((tabs ? content.TrimStart('\t') : content) == name) break;
            }
        }
    }

    /// <summary>Splits a line into words as Docker does where it looks for documents, quotes and escapes kept.</summary>
    /// <exception cref="FormatException">What Docker makes of a quote or a variable in it is not certain.</exception>
    private static IEnumerable<string> RawWords(string line)
    {
        var word = new StringBuilder();
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (char.IsWhiteSpace(c))
            {
                if (word.Length > 0) yield return word.ToString();

                word.Clear();
                continue;
            }

            int start = i;
            if (c is '\'' or '"')
            {
                i = EndOfQuote(line, i);
            }
            else if (c == '\\')
            {
                i = Math.Min(i + 1, line.Length - 1);
            }
            else if (c == '$')
            {
                EnsurePlain(line, i);
            }
            else if (c == '<' && i + 1 < line.Length && line[i + 1] == '<')
            {
                // Blanks may stand between << and the name.
                i++;
                while (i + 1 < line.Length && char.IsWhiteSpace(line[i + 1])) i++;
            }

            word.Append(line, start, i - start + 1);
        }

        if (word.Length > 0) yield return word.ToString();
    }

    private static int EndOfQuote(string line, int start)
    {
        for (int i = start + 1; i < line.Length; i++)
        {
            if (line[i] == line[start]) return i;
            if (line[start] == '\'') continue;
            if (line[i] == '\\') i++;
            else if (line[i] == '$') EnsurePlain(line, i);
        }

        // Docker then looks for no document in the line at all.
        throw new FormatException("a quote without its end beside <<");
    }

    /// <summary>Refuses a substitution that may hold blanks or quotes, or that Docker may not know.</summary>
    private static void EnsurePlain(string line, int dollar)
    {
        if (!Variable.IsMatch(line, dollar)) throw new FormatException("a substitution beside <<");
    }
}
