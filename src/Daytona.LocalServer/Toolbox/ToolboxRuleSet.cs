namespace Daytona.Local.Toolbox;

/// <summary>
/// The responses of sandboxes to commands. Of several matching rules, the first that was added applies. A command
/// without a rule is not found.
/// </summary>
public sealed class ToolboxRuleSet
{
    private readonly CopyOnWriteList<ToolboxRule> _rules = [];

    /// <summary>The rules that were added.</summary>
    public IReadOnlyList<ToolboxRule> Rules => _rules;

    /// <summary>
    /// Whether common commands such as <c>echo</c> and <c>python --version</c> are answered without a rule.
    /// </summary>
    /// <value>False by default.</value>
    public bool AnswersCommonCommands { get; set; }

    /// <summary>Adds a rule.</summary>
    /// <param name="rule">The rule.</param>
    public void Add(ToolboxRule rule) => _rules.Add(rule);

    /// <summary>Adds a rule for the commands of a pattern.</summary>
    /// <param name="command">The command lines, with <c>*</c> for any text.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="output">The output.</param>
    public void Add(string command, int exitCode = 0, string output = "") =>
        Add(new ToolboxRule { Command = command, ExitCode = exitCode, Output = output });

    /// <summary>Removes all rules.</summary>
    public void Clear() => _rules.Clear();

    /// <summary>The result of a command, and how long it takes.</summary>
    internal (ToolboxResult Result, TimeSpan Duration) Find(ToolboxCommand command)
    {
        foreach (ToolboxRule rule in _rules)
        {
            if (rule.Match(command) is { } result) return (result, rule.Duration);
        }

        ToolboxResult? common = AnswersCommonCommands ? CommonCommands.Find(command.Command) : null;
        string program = command.Command.Trim().Split(' ')[0];
        return (common ?? new ToolboxResult(127, $"sh: 1: {program}: not found\n"), TimeSpan.Zero);
    }
}
