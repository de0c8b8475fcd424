namespace Daytona.Local.Toolbox;

/// <summary>The response of a sandbox to matching commands. Nothing runs.</summary>
/// <param name="Command">The commands, with <c>*</c> for any text; null for all. Quotes do not matter. A script is compared as a whole, and then its commands.</param>
/// <param name="Snapshot">The names of the sandboxes' snapshots, with <c>*</c> for any text; null for all.</param>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">The output.</param>
/// <param name="Duration">The duration of the command. If it exceeds the client's timeout, the response is 408.</param>
/// <param name="Respond">Computes the result of the whole command line, instead of the two fixed values; null if the rule does not apply.</param>
public sealed record ToolboxRule(
    string? Command = null, string? Snapshot = null, int ExitCode = 0, string Output = "", TimeSpan Duration = default,
    Func<ToolboxCommand, ToolboxResult?>? Respond = null)
{
    /// <summary>The result for a command, or null if the rule is not for it.</summary>
    internal ToolboxResult? Match(ToolboxCommand command)
    {
        bool isFor = Command is null || Wildcard.Matches(Command, command.Command) || Wildcard.Matches(Command, command.Line)
            || Wildcard.Matches(string.Join(' ', ToolboxCommand.Split(Command)), command.Command);
        if (!isFor || (Snapshot is not null && !Wildcard.Matches(Snapshot, command.Sandbox.Snapshot ?? ""))) return null;
        return Respond is null ? new ToolboxResult(ExitCode, Output) : Respond(command);
    }
}
