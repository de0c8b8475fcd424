using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Daytona.Snapshots.Completion;

/// <summary>Completes the known types of GPUs.</summary>
public sealed class GpuTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.StartingWith(wordToComplete, ["H100", "H200", "RTX-PRO-6000", "RTX-4090", "RTX-5090"]);
}
