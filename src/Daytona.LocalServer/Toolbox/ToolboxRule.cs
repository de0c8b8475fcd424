namespace Daytona.Local.Toolbox;

/// <summary>The response of a sandbox to matching commands. Nothing runs.</summary>
public sealed record ToolboxRule
{
    /// <summary>
    /// The commands, with <c>*</c> for any text; null for all. Quotes do not matter: <c>python -c "a b"</c> is the program with two
    /// arguments. A script is compared as a whole, and then each of its commands.
    /// </summary>
    public string? Command { get; init; }

    /// <summary>The names of the sandboxes' snapshots, with <c>*</c> for any text; null for all.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The exit code.</summary>
    /// <value>0 by default.</value>
    public int ExitCode { get; init; }

    /// <summary>The output.</summary>
    /// <value>Empty by default.</value>
    public string Output { get; init; } = "";

    /// <summary>The duration of the command. If it exceeds the client's timeout, the response is 408.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>
    /// Computes the result, instead of the two fixed values; null if the rule does not apply. The result is that of the whole command
    /// line, such as of a real shell that runs it.
    /// </summary>
    public Func<ToolboxCommand, ToolboxResult?>? Respond { get; init; }

    /// <summary>The result for a command, or null if the rule is not for it.</summary>
    internal ToolboxResult? Match(ToolboxCommand command)
    {
        bool isFor = Command is null || Wildcard.Matches(Command, command.Command) || Wildcard.Matches(Command, command.Line)
            || Wildcard.Matches(string.Join(' ', ToolboxCommand.Split(Command)), command.Command);
        if (!isFor || (Snapshot is not null && !Wildcard.Matches(Snapshot, command.Sandbox.Snapshot ?? ""))) return null;
        return Respond is null ? new ToolboxResult(ExitCode, Output) : Respond(command);
    }
}
