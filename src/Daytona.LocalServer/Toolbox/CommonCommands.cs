using System.Globalization;

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
        // Every import succeeds, because the content of the image is unknown.
        bool isScript = text.StartsWith("python -c ", StringComparison.Ordinal)
            || text.StartsWith("python3 -c ", StringComparison.Ordinal);
        return isScript ? new ToolboxResult(0, "") : null;
    }
}
