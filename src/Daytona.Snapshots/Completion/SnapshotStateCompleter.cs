using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Daytona.Snapshots.Completion;

/// <summary>Completes the states that are known today. Any other text is taken too, for servers to come.</summary>
public sealed class SnapshotStateCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.StartingWith(wordToComplete, SnapshotState.All);
}
