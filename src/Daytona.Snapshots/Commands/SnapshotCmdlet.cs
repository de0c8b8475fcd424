using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of all cmdlets that take snapshots. Finds the snapshots that are referred to.</summary>
public abstract class SnapshotCmdlet : DaytonaCmdlet
{
    /// <summary>The time limit for the client; null for none.</summary>
    private protected static TimeSpan? LimitOf(TimeSpan timeout) => timeout == TimeSpan.Zero ? null : timeout;

    /// <summary>Starts a time limit on the client's clock, which Ctrl+C ends too.</summary>
    private protected Deadline StartDeadline(TimeSpan timeout) => Client.StartDeadline(LimitOf(timeout), StopToken);

    /// <summary>Reads a Dockerfile off the pipeline thread: a pipe or a network can block its reader, which Ctrl+C must end.</summary>
    /// <exception cref="DockerfileException">The Dockerfile or the build context does not exist, or can't be read.</exception>
    private protected Image ReadDockerfile(string baseFolder, string dockerfile, string? context, DockerfileOptions options)
    {
        try
        {
            string currentFolder = CurrentFolder;
            string file = PowerShellPath.ResolveDockerfile(SessionState, dockerfile, baseFolder);
            string? folder = context is null ? null : PowerShellPath.Resolve(SessionState, context, baseFolder);
            return Await(_ => Task.FromResult(Image.FromDockerfile(file, currentFolder, folder, options)));
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException or SnapshotErrorException)
        {
            throw new DockerfileException(ErrorText.MessageOf(exception), exception);
        }
    }

    /// <summary>Warns of states that are probably misspelled. A newer server may have them.</summary>
    private protected void WarnOfUnknownStates(IEnumerable<string>? states)
    {
        foreach (string state in (states ?? []).Where(static state => !SnapshotState.All.Contains(state, StringComparer.OrdinalIgnoreCase)))
        {
            string advice = NearestWord.Find(state, SnapshotState.All) is { } nearest
                ? $"Did you mean {nearest}?"
                : $"The states are {string.Join(", ", SnapshotState.All)}.";
            WriteWarning(DisplayText.Clean($"'{state}' is not a known state of snapshots. {advice}"));
        }
    }

    /// <summary>Tests a new snapshot before it replaces another.</summary>
    /// <returns>The test, which throws a <see cref="SnapshotTestException"/>; null for none.</returns>
    private protected Func<Snapshot, CancellationToken, Task>? TestWith(string[]? commands, TimeSpan? limit) => commands is not { Length: > 0 }
        ? null
        : (snapshot, cancellationToken) => Client.Snapshots.EnsurePassesAsync(
            snapshot, new TestSnapshotOptions { Commands = [.. commands.Select(SandboxCommand.Parse)], Timeout = limit }, cancellationToken);

    /// <summary>Reads the snapshot of a reference. For an object, by its ID and never by its name.</summary>
    /// <returns>The snapshot, or null if there is none.</returns>
    private protected Task<Snapshot?> FindAsync(ResourceReference reference, CancellationToken cancellationToken) => reference.Id is { } id
        ? Client.Snapshots.FindByIdAsync(id, cancellationToken)
        : Client.Snapshots.FindAsync(reference.NameOrId!, cancellationToken);

    /// <summary>The error for a reference without a snapshot. An object may come from another account, where it still exists.</summary>
    private protected async Task<ErrorRecord> ExplainMissingAsync(ResourceReference reference, CancellationToken cancellationToken)
    {
        if (reference.OrganizationId is { } owner
            && await Client.Account.FindOrganizationIdAsync(cancellationToken) is { } organization
            && !string.Equals(owner, organization, StringComparison.OrdinalIgnoreCase))
        {
            return ErrorTable.OtherOrganization.With(
                reference.Source, detail: $"'{reference}' belongs to organization {owner}, and the connection to organization {organization}.");
        }

        return (reference.Id is null ? ErrorTable.NameNotFound : ErrorTable.IdNotFound).With(reference.Source, reference.Id ?? $"{reference}");
    }
}
