namespace Daytona.Local.Toolbox;

/// <summary>A command that a client wants to run in a sandbox.</summary>
/// <param name="Sandbox">The sandbox.</param>
/// <param name="Line">The command line as it was received.</param>
/// <param name="Command">The program and its arguments without quotes, or the script of <c>sh -c</c>.</param>
/// <param name="WorkingDirectory">The working directory, or null.</param>
/// <param name="Timeout">The time that the client gives it, or null.</param>
public sealed record ToolboxCommand(LocalSandbox Sandbox, string Line, string Command, string? WorkingDirectory, TimeSpan? Timeout)
{
    /// <summary>Splits a command line as older daemons do: at spaces, with quotes and without escapes.</summary>
    /// <param name="line">The command line.</param>
    /// <returns>The words, of which none is empty.</returns>
    public static IReadOnlyList<string> Split(string line)
    {
        List<string> words = [""];
        char? quote = null;
        foreach (char character in line)
        {
            if (character == quote) quote = null;
            else if (quote is null && character is '"' or '\'') quote = character;
            else if (quote is null && character == ' ') words.Add("");
            else words[^1] += character;
        }

        words.RemoveAll(static word => word.Length == 0);
        return words;
    }
}

/// <summary>The result of a command.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Its output.</param>
public sealed record ToolboxResult(int ExitCode, string Output);
