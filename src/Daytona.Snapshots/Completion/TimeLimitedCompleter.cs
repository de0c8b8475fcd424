using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Completion;

/// <summary>Completes a value from the service's data, without errors and within a short time limit.</summary>
public abstract class TimeLimitedCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        var found = new List<CompletionCandidate>();
        try
        {
            Connection? connection = fakeBoundParameters?[nameof(Connection)] is { } given
                ? PipelineValue.Unwrap(given) as Connection
                : Connections.CurrentConnection.Get();
            if (connection is null || !CanAsk(connection)) return [];

            using var limit = new CancellationTokenSource(Limit);
            Task.Run(() => FindAsync(connection.GetClient(null), commandName, word, found.Add, limit.Token), limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // A partial result is better than none. For an exception, PowerShell would offer the names of files.
        }

        // A value with characters that do not show can't be typed.
        return Order(found).Where(static candidate => candidate.Value.Length > 0 && DisplayText.Clean(candidate.Value) == candidate.Value).Select(static candidate => new CompletionResult(
            ArgumentText.For(candidate.Value),
            DisplayText.Clean(candidate.Text),
            CompletionResultType.ParameterValue,
            DisplayText.Clean(candidate.ToolTip)));
    }

    /// <summary>Whether the service accepts the request for the values with the connection's credential.</summary>
    private protected virtual bool CanAsk(Connection connection) => true;

    /// <summary>Whether the candidates are offered in alphabetical order; otherwise, in the order in which they are found.</summary>
    private protected virtual bool SortsByText => true;

    /// <summary>Finds the values that begin with a word.</summary>
    /// <param name="client">The client of the connection.</param>
    /// <param name="command">The cmdlet's name.</param>
    /// <param name="word">The beginning of a value; empty for all.</param>
    /// <param name="add">Called for each value.</param>
    /// <param name="cancellationToken">Cancels the search when it takes too long. Values found until then are offered.</param>
    private protected abstract Task FindAsync(
        DaytonaClient client, string command, string word, Action<CompletionCandidate> add, CancellationToken cancellationToken);

    private protected static bool Begins(string? text, string word) =>
        text?.Length > 0 && text.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<CompletionCandidate> Order(List<CompletionCandidate> found) =>
        SortsByText ? found.OrderBy(static candidate => candidate.Text, StringComparer.OrdinalIgnoreCase) : found;
}

/// <summary>A value that completion offers.</summary>
/// <param name="Value">The value, which is typed.</param>
/// <param name="Text">The text in the list.</param>
/// <param name="ToolTip">The tooltip.</param>
internal sealed record CompletionCandidate(string Value, string Text, string ToolTip);
