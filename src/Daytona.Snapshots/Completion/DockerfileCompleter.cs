using System.Collections;
using System.Management.Automation.Language;

namespace Daytona.Snapshots.Completion;

/// <summary>Completes the stages of the Dockerfile, or the build arguments that it declares.</summary>
internal sealed class DockerfileCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (fakeBoundParameters?["Dockerfile"] is not string path) return [];
        string start = (wordToComplete ?? "").Trim('\'', '"');
        try
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            string file = shell.AddScript("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").AddArgument(path).Invoke<string>()[0];
            IReadOnlyList<DockerfileInstruction> instructions = Image.FromDockerfile(file).Parsed.Instructions ?? [];
            IEnumerable<string> found = parameterName == "Target"
                ? instructions.Where(static it => it.Name == "FROM").Select(static it => it.Stage).OfType<string>()
                : instructions.Where(static it => it.Name == "ARG").SelectMany(static it => it.SplitQuotedArguments('\\').Select(static word => word.Word)).Select(static word => $"@{{ {word.Split('=')[0]} = '' }}");
            return [.. found.Distinct().Where(word => word.StartsWith(start, StringComparison.OrdinalIgnoreCase)).Select(static word => new CompletionResult(word))];
        }
        catch (Exception)
        {
            // For an exception, PowerShell would offer the names of files.
            return [];
        }
    }
}
