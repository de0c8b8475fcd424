using System.Management.Automation;

namespace Daytona.Snapshots.Completion;

/// <summary>Completion from a list of words.</summary>
internal static class Words
{
    public static IEnumerable<CompletionResult> StartingWith(string? word, IEnumerable<string> words)
    {
        string start = (word ?? "").Trim('\'', '"');
        return words
            .Where(candidate => candidate.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(static candidate => new CompletionResult(candidate));
    }
}
