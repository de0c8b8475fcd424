namespace Daytona.Local.Toolbox;

/// <summary>The responses of sandboxes to commands; of several matching rules, the first applies. A command without a rule is not found.</summary>
public sealed class ToolboxRuleSet : CopyOnWriteList<ToolboxRule>
{
    /// <summary>Whether common commands such as <c>echo</c> and <c>python --version</c> are answered without a rule.</summary>
    /// <value>False by default.</value>
    public bool AnswersCommonCommands { get; set; }

    /// <summary>Whether sandboxes have an older daemon, which runs a command without a shell. That of v0.190 writes it to a shell's input.</summary>
    /// <value>False by default.</value>
    public bool IsOlderDaemon { get; set; }

    /// <summary>Adds a rule for the commands of a pattern.</summary>
    /// <param name="command">The commands, with <c>*</c> for any text.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="output">The output.</param>
    public void Add(string command, int exitCode = 0, string output = "") =>
        Add(new ToolboxRule { Command = command, ExitCode = exitCode, Output = output });

    /// <summary>The result of the first rule that matches a command, and the rule; null if there is none.</summary>
    internal (ToolboxResult Result, ToolboxRule Rule)? Match(ToolboxCommand command)
    {
        foreach (ToolboxRule rule in this)
        {
            if (rule.Match(command) is { } result) return (result, rule);
        }

        return null;
    }
}
