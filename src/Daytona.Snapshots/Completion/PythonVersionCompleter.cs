using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Daytona.Snapshots.Completion;

/// <summary>Completes the series of Python that New-DaytonaImage takes.</summary>
public sealed class PythonVersionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.StartingWith(wordToComplete, Image.PythonVersions);
}
