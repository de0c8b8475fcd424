using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Sandboxes;

/// <summary>
/// A command for a sandbox, in a form that means the same to every version of its daemon. The newer ones write it to the standard
/// input of a shell. The older ones split it at spaces, with quotes and without escapes, and run it without a shell.
/// </summary>
public sealed class SandboxCommand
{
    // Linux limits one argument of a program to 128 KiB, with the zero byte at its end.
    private const int MaxArgumentBytes = (128 * 1024) - 1;

    private const string Advice = "For a shell's syntax, use a script, or a command such as sh -c 'cd /app && make'.";

    // A word with the blanks after it. Outside of quotes, a shell's syntax would be arguments of the first program, and the rest of the
    // command would not run.
    private static readonly Regex Word = new(
        @"\G(?:'(?<text>[^']*)'|""(?<text>[^""]*)""|(?<text>[^\s'""|&;<>$`]+))+[^\S\r\n]*", RegexOptions.CultureInvariant);

    // The characters with a meaning in the format of printf, in double quotes or in single quotes.
    private static readonly Regex Escaped = new(@"['""\\$`%]", RegexOptions.CultureInvariant);

    // The builtins of dash, bash, busybox and zsh that are not programs as well: an older daemon does not find them, and with a newer one most succeed.
    private static readonly HashSet<string> Builtins = new(
        ("- . : alias autoload bg bind bindkey break builtin bye caller cap cd chdir clone command compadd comparguments compcall compctl compdescribe " +
        "compfiles compgen compgroups complete compopt compquote compset comptags comptry compvalues continue declare dirs disable disown echotc echoti " +
        "emulate enable eval exec exit export fc fg float functions getcap getln getopts hash help history integer jobs let limit local log logout " +
        "mapfile noglob popd print private pushd pushln r read readarray readonly rehash return sched set setcap setopt shift shopt source suspend times " +
        "trap ttyctl type typeset ulimit umask unalias unfunction unhash unlimit unset unsetopt vared wait whence where zcompile zformat zftp zle zmodload " +
        "zparseopts zprof zpty zregexparse zsocket zstat zstyle ztcp").Split(' '),
        StringComparer.Ordinal);

    private readonly string? _mark;

    private SandboxCommand(string text, string line, string? mark)
    {
        Text = text;
        Line = line;
        _mark = mark;
    }

    /// <summary>The command or the script as it was written.</summary>
    public string Text { get; }

    /// <summary>The command line that is sent.</summary>
    public string Line { get; }

    /// <summary>Reads a program and its arguments.</summary>
    /// <param name="text">
    /// Words, separated by blanks. Text in single or double quotes belongs to one word. There are no escapes, variables or other
    /// syntax of a shell.
    /// </param>
    /// <exception cref="ArgumentException">It is not a program with its arguments.</exception>
    public static SandboxCommand Parse(string text)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        List<string> words = Split(text);
        if (words.Count == 0) throw new ArgumentException("A command is blank. Specify a program and its arguments.");
        if (words.Contains("")) throw new ArgumentException($"'{text}' has an empty word, which older sandboxes drop. {Advice}");
        if (Builtins.Contains(words[0])) throw new ArgumentException($"'{words[0]}' is built into shells and is not a program. {Advice}");
        if (words.Any(static word => Encoding.UTF8.GetByteCount(word) > MaxArgumentBytes)) throw new ArgumentException("An argument of a command has more than 128 KiB, which Linux does not allow.");
        return new SandboxCommand(text.Trim(), string.Join(" ", words.Select(ShellWord.QuoteAlways)), mark: null);
    }

    /// <summary>Wraps a script for the sandbox's <c>sh</c>, which runs it without standard input.</summary>
    /// <param name="script">The script.</param>
    /// <exception cref="ArgumentException">The script is blank, or larger than the argument of a program can be.</exception>
    public static SandboxCommand FromScript(string script)
    {
        if (script is null) throw new ArgumentNullException(nameof(script));
        if (string.IsNullOrWhiteSpace(script)) throw new ArgumentException("The script is blank.");
        string mark = Guid.NewGuid().ToString("N");
        // The line at the end, which no other program can write, proves that sh has run the script.
        string program = $"s=$(printf \"{EncodeForPrintf(script.Replace("\r\n", "\n"))}\") || exit 125; sh -c \"$s\" </dev/null; c=$?; printf \"\\n%s:%d\\n\" {mark} $c; exit $c";
        return Encoding.UTF8.GetByteCount(program) <= MaxArgumentBytes
            ? new SandboxCommand(script.Trim(), $"sh -c '{program}'", mark)
            : throw new ArgumentException(
                $"The script has {script.Length:N0} characters. In the form in which it is sent, it has more than 128 KiB, which Linux does not allow. Add it to the image as a file.");
    }

    /// <summary>The result for the toolbox's response.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="output">The output.</param>
    /// <param name="seconds">How long it took, in seconds.</param>
    /// <returns>The result. A script whose end is not in the output has failed.</returns>
    public SandboxCommandResult Read(int exitCode, string output, double seconds)
    {
        var result = new SandboxCommandResult(Text, exitCode, output, seconds);
        if (output is null) throw new ArgumentNullException(nameof(output));
        if (_mark is null) return result;
        int start = output.LastIndexOf($"\n{_mark}:", StringComparison.Ordinal);
        int end = start < 0 ? -1 : output.IndexOf('\n', start + 1);
        if (end < 0) return result with { Success = false };

        int number = start + _mark.Length + 2;
        bool isSuccess = exitCode == 0 && output.Substring(number, end - number) == "0";
        return result with { Output = output.Remove(start, end + 1 - start), Success = isSuccess };
    }

    private static List<string> Split(string text)
    {
        if (text.IndexOf('\0') >= 0) throw new ArgumentException("A command contains a zero character, which no program accepts.");
        List<string> words = [];
        string command = text.Trim();
        for (int at = 0; at < command.Length;)
        {
            Match word = Word.Match(command, at);
            if (!word.Success) throw NotAWord(text, command[at]);
            words.Add(string.Concat(word.Groups["text"].Captures.Cast<Capture>().Select(static part => part.Value)));
            at += word.Length;
        }

        return words;
    }

    private static ArgumentException NotAWord(string text, char start) => new(start is '"' or '\''
        ? $"'{text}' has no closing {start}. A quote in a word is possible between quotes of the other kind. {Advice}"
        : $"'{text}' has {(start is '\r' or '\n' ? "a line break" : $"'{start}'")} outside of quotes, and a command runs without a shell. {Advice}");

    private static string EncodeForPrintf(string script) => script.IndexOf('\0') < 0
        ? Escaped.Replace(script, static character => "\\" + System.Convert.ToString(character.Value[0], 8).PadLeft(3, '0'))
        : throw new ArgumentException("The script contains a zero character, which no shell accepts.");
}
