using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Daytona.Local.Toolbox;

/// <summary>Responses to common commands. Nothing runs.</summary>
internal static class CommonCommands
{
    private static readonly Dictionary<string, string> Outputs = new()
    {
        ["python --version"] = "Python 3.12.11\n",
        ["python3 --version"] = "Python 3.12.11\n",
        ["pip --version"] = "pip 25.2 from /usr/local/lib/python3.12/site-packages/pip (python 3.12)\n",
        ["node --version"] = "v22.21.0\n",
        ["npm --version"] = "10.9.4\n",
        ["git --version"] = "git version 2.47.3\n",
        ["pwd"] = "/home/daytona\n",
        ["whoami"] = "daytona\n",
        ["uname"] = "Linux\n",
        ["uname -m"] = "x86_64\n",
        ["true"] = "",
        ["ls"] = "",
    };

    private static readonly Regex Shell = new(@"^sh -c (?<quote>[""'])(?<script>.*)\k<quote>$", RegexOptions.Singleline);
    private static readonly Regex Encoded = new(@"^echo (?<text>[A-Za-z0-9+/=]+) \| base64 -d \| sh$");

    /// <summary>The result of a command; null if it is not one of these.</summary>
    public static ToolboxResult? Find(string command)
    {
        string text = command.Trim();
        if (Outputs.TryGetValue(text, out string? output)) return new ToolboxResult(0, output);
        if (text == "false") return new ToolboxResult(1, "");
        if (text is "echo" || text.StartsWith("echo ", StringComparison.Ordinal))
            return new ToolboxResult(0, text["echo".Length..].Trim().Trim('"', '\'') + "\n");
        if (text.StartsWith("exit ", StringComparison.Ordinal)
            && byte.TryParse(text["exit ".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out byte code))
            return new ToolboxResult(code, "");
        if (Shell.Match(text) is { Success: true } shell) return RunScript(ReadScript(shell.Groups["script"].Value));
        // Every import succeeds, because the content of the image is unknown.
        bool isScript = text.StartsWith("python -c ", StringComparison.Ordinal)
            || text.StartsWith("python3 -c ", StringComparison.Ordinal);
        return isScript ? new ToolboxResult(0, "") : null;
    }

    // The module sends scripts in Base64, because the toolbox parses quotes without escapes.
    private static string ReadScript(string text)
    {
        if (Encoded.Match(text) is not { Success: true } encoded) return text;
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded.Groups["text"].Value));
        }
        catch (FormatException)
        {
            return text;
        }
    }

    // Line by line, without the syntax of a shell. The last line decides, as in a shell, unless a line exits.
    private static ToolboxResult RunScript(string script)
    {
        var result = new ToolboxResult(0, "");
        string output = "";
        foreach (string statement in script.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string line = statement.TrimEnd(';', ' ');
            result = Find(line) ?? new ToolboxResult(127, $"sh: 1: {line.Split(' ')[0]}: not found\n");
            output += result.Output;
            if (line.StartsWith("exit ", StringComparison.Ordinal)) break;
        }

        return result with { Output = output };
    }
}
