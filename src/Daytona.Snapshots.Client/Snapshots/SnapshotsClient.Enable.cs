using System.Diagnostics.CodeAnalysis;
using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;

namespace Daytona.Snapshots.Client.Snapshots;

/// <content>
/// Enabling and disabling. The service accepts some changes that it does not carry out, and refuses others in several wordings: the
/// snapshot's state determines the result.
/// </content>
public partial class SnapshotsClient
{
    /// <summary>Enables an inactive snapshot. The service refuses within ten minutes of the last change.</summary>
    /// <param name="snapshot">The snapshot, or its name or ID.</param>
    /// <param name="options">Whether to wait until it is active, and for how long; null for the defaults.</param>
    /// <returns>The snapshot, usually pending; active if it is waited for or was already active.</returns>
    /// <exception cref="SnapshotException">The snapshot is general, not inactive, or was disabled a moment ago.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual Task<Snapshot> EnableAsync(
        SnapshotReference snapshot, ChangeSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        EnableAsync(snapshot, options ??= new ChangeSnapshotOptions(), Begin(options.Timeout, cancellationToken));

    /// <summary>Disables a snapshot.</summary>
    /// <param name="snapshot">The snapshot, or its name or ID.</param>
    /// <param name="options">Whether to wait until it is inactive, and for how long; null for the defaults.</param>
    /// <returns>The snapshot as read afterwards.</returns>
    /// <exception cref="SnapshotException">The snapshot is general or not active, or could not be disabled.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual Task<Snapshot> DisableAsync(
        SnapshotReference snapshot, DisableSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        DisableAsync(snapshot, options ??= new DisableSnapshotOptions(), Begin(options.Timeout, cancellationToken));

    /// <summary>Disables a snapshot within the rest of a time limit, and not within that of the options.</summary>
    internal async Task<Snapshot> DisableAsync(SnapshotReference reference, DisableSnapshotOptions options, Deadline deadline)
    {
        Snapshot snapshot = await GetOwnAsync(reference, deadline).ConfigureAwait(false);
        if (snapshot.State == SnapshotState.Inactive)
        {
            Observer?.OnNotice($"'{snapshot.Name}' is already inactive.");
            return snapshot;
        }

        if (snapshot.State != SnapshotState.Active && !options.Force)
        {
            throw new SnapshotException(SnapshotFailure.NotActive, snapshot, $"'{snapshot.Name}' is {snapshot.State}, which disabling it would hide.");
        }

        Snapshot? last = await DeactivateAsync(snapshot, deadline).ConfigureAwait(false);
        if (last is not null && last.State != SnapshotState.Inactive && options.Wait)
        {
            var wait = new SnapshotWaitOptions { Until = static now => now.State == SnapshotState.Inactive, OnChange = options.OnStateChange };
            last = await WaitAsync(last, wait, deadline).ConfigureAwait(false);
        }

        return last?.State switch
        {
            null => throw new SnapshotException(SnapshotFailure.Removed, snapshot.Name, $"'{snapshot.Name}' was removed while it was disabled."),
            SnapshotState.Inactive => last,
            _ => throw new SnapshotException(SnapshotFailure.NotApplied, last, $"'{snapshot.Name}' was reported as disabled, but is {last.State}."),
        };
    }

    /// <summary>Enables a snapshot within the rest of a time limit, and not within that of the options.</summary>
    internal async Task<Snapshot> EnableAsync(SnapshotReference reference, ChangeSnapshotOptions options, Deadline deadline)
    {
        Snapshot snapshot = await GetOwnAsync(reference, deadline).ConfigureAwait(false);
        if (snapshot.State == SnapshotState.Active)
        {
            Observer?.OnNotice($"'{snapshot.Name}' is already active.");
            return snapshot;
        }

        if (snapshot.State != SnapshotState.Inactive) throw NotInactive(snapshot, cause: null);

        using SnapshotListener listener = options.Wait ? await ListenAsync(snapshot.Name, deadline).ConfigureAwait(false) : SnapshotListener.None;
        Snapshot accepted = await ActivateAsync(snapshot, deadline).ConfigureAwait(false);
        return options.Wait && accepted.State != SnapshotState.Active
            ? await Session.Changes.ReadBackAsync(
                $"the activation of '{snapshot.Name}'", WaitUntilActiveAsync(accepted, listener, options, deadline)).ConfigureAwait(false)
            : accepted;
    }

    private async Task<Snapshot> ActivateAsync(Snapshot snapshot, Deadline deadline)
    {
        try
        {
            return await SendChangeAsync(
                snapshot,
                "activation",
                send => Session.Api.PostAsync<Snapshot>(SnapshotPath.For(snapshot.Id, "/activate"), body: null, send),
                static now => IsActivated(now) ? new Found<Snapshot>(now) : null,
                deadline).ConfigureAwait(false);
        }
        catch (DaytonaException exception) when (exception is not DaytonaApiException { Reason: ApiErrorReason.CredentialRefused })
        {
            // A lost response, a timeout, and a refusal in one of several wordings. The state distinguishes them.
            Snapshot? now = (await ReadFinallyAsync(snapshot, deadline).ConfigureAwait(false))?.Value;
            if (IsActivated(now)) return now;
            if (now is { State: not SnapshotState.Inactive }) throw NotInactive(now, exception);
            if (now is null || exception is not DaytonaApiException { Reason: ApiErrorReason.CoolingDown }) throw;
            throw new SnapshotException(SnapshotFailure.CoolingDown, now, $"'{now.Name}' was disabled less than ten minutes ago.", exception);
        }
    }

    private async Task<Snapshot?> DeactivateAsync(Snapshot snapshot, Deadline deadline)
    {
        try
        {
            await SendChangeAsync(
                snapshot,
                "deactivation",
                send => Session.Api.PostAsync(SnapshotPath.For(snapshot.Id, "/deactivate"), body: null, send),
                static now => now is null or { State: SnapshotState.Inactive } ? new Found<bool>(true) : null,
                deadline).ConfigureAwait(false);
            return await deadline.RunAsync(token => Session.Changes.ReadBackAsync(
                $"the deactivation of '{snapshot.Name}'", FindByIdAsync(snapshot.Id, token))).ConfigureAwait(false);
        }
        catch (DaytonaException exception) when (exception is not DaytonaApiException { Reason: ApiErrorReason.CredentialRefused })
        {
            // The response may be lost although the service disabled the snapshot.
            if (await ReadFinallyAsync(snapshot, deadline).ConfigureAwait(false) is { Value: { State: SnapshotState.Inactive } disabled }) return disabled;
            throw;
        }
    }

    private static bool IsActivated([NotNullWhen(true)] Snapshot? now) => now?.State is SnapshotState.Active or SnapshotState.Pending or SnapshotState.Pulling;

    private static SnapshotException NotInactive(Snapshot snapshot, Exception? cause) =>
        new(SnapshotFailure.NotInactive, snapshot, $"'{snapshot.Name}' is {snapshot.State}, and only an inactive snapshot can be enabled.", cause);
}
