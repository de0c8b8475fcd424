using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Daytona.Snapshots.Completion;

/// <summary>
/// Completes the known states. Any other text is accepted too, because future versions of the service may have more.
/// </summary>
public sealed class SnapshotStateCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.StartingWith(wordToComplete, SnapshotState.All);
}
