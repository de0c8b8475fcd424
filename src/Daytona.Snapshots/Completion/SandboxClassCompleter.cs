using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Daytona.Snapshots.Completion;

/// <summary>Completes the known classes of sandboxes.</summary>
public sealed class SandboxClassCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.StartingWith(wordToComplete, ["container", "linux-vm", "android", "windows"]);
}
