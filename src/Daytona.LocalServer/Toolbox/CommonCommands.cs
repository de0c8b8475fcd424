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

    /// <summary>The result of a program with its arguments; null if it is not one of these.</summary>
    public static ToolboxResult? Find(IReadOnlyList<string> words) => words switch
    {
        ["false", ..] => new ToolboxResult(1, ""),
        ["echo", ..] => new ToolboxResult(0, string.Join(' ', words.Skip(1)) + "\n"),
        // Every import succeeds, because the content of the image is unknown.
        ["python" or "python3", "-c", ..] => new ToolboxResult(0, ""),
        _ => Outputs.TryGetValue(string.Join(' ', words), out string? output) ? new ToolboxResult(0, output) : null,
    };
}
