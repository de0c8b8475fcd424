
namespace Daytona.Snapshots.Commands;

/// <summary>The base of all cmdlets that take snapshots: it finds what is referred to.</summary>
public abstract class SnapshotCmdlet : DaytonaCmdlet
{
    /// <summary>The time limit if the user gives none.</summary>
    private protected static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(60);

    private protected SnapshotCmdlet()
    {
    }

    /// <summary>A time limit as the client takes it: null for none.</summary>
    private protected static TimeSpan? LimitOf(TimeSpan timeout) => timeout == TimeSpan.Zero ? null : timeout;

    /// <summary>Reads the snapshot that a reference means: an object's by its ID, never by its name.</summary>
    /// <returns>The snapshot, or null if there is none.</returns>
    private protected Task<Snapshot?> FindAsync(SnapshotReference reference, CancellationToken cancellationToken) => reference.Id is { } id
        ? Client.Snapshots.FindByIdAsync(id, cancellationToken)
        : Client.Snapshots.FindAsync(reference.NameOrId!, cancellationToken);

    /// <summary>The error for a reference without a snapshot. An object may come from another account, where it still exists.</summary>
    private protected async Task<CmdletError> ExplainMissingAsync(SnapshotReference reference, CancellationToken cancellationToken)
    {
        if (reference.OrganizationId is { } owner
            && await Client.Account.FindOrganizationIdAsync(cancellationToken) is { } organization
            && !string.Equals(owner, organization, StringComparison.OrdinalIgnoreCase))
        {
            return ErrorId.OtherOrganization.With(
                $"'{reference}' belongs to organization {owner}, and the connection to organization {organization}. Connect to the organization that owns it, and run the command again.",
                reference.Source);
        }

        return SnapshotErrors.NotFound(reference);
    }
}
