using System.Collections;
using System.Management.Automation.Language;

namespace Daytona.Snapshots.Completion;

/// <summary>
/// Completes the known values of a parameter. Any other text is accepted too, because future versions of the service may have more.
/// </summary>
internal sealed class KnownValueCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = (wordToComplete ?? "").Trim('\'', '"');
        return ValuesOf(parameterName)
            .Where(value => value.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(static value => new CompletionResult(value));
    }

    private static IEnumerable<string> ValuesOf(string parameter) => parameter switch
    {
        "GpuType" => ["H100", "H200", "B300", "MI355X", "RTX-PRO-6000", "RTX-4090", "RTX-5090"],
        "Platform" => ["linux/amd64", "linux/arm64"],
        "PythonVersion" => Image.PythonVersions,
        "SandboxClass" => ["container", "linux-vm", "android", "windows"],
        "State" => SnapshotState.All,
        _ => [],
    };
}
