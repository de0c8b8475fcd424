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
        try
        {
            Connection? connection = fakeBoundParameters?[nameof(Connection)] is { } given
                ? PipelineValue.Unwrap(given) as Connection
                : Connections.CurrentConnection.Get();
            if (connection is null) return [];

            using var limit = new CancellationTokenSource(Limit);
            return Task.Run(() => FindAsync(connection.GetClient(null), word, limit.Token), limit.Token)
                .GetAwaiter().GetResult()
                .Where(found => found.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Select(found => new CompletionResult(
                    ArgumentText.For(found.Text), found.Text, CompletionResultType.ParameterValue, found.ToolTip))
                .ToList();
        }
        catch (Exception exception) when (exception is DaytonaException or OperationCanceledException)
        {
            return [];
        }
    }

    private protected abstract Task<IEnumerable<(string Text, string ToolTip)>> FindAsync(
        IDaytonaClient client, string word, CancellationToken cancellationToken);
}
