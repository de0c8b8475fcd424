using System.Globalization;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Errors;

/// <summary>Errors of a snapshot that is not, or did not become, what was requested.</summary>
internal static class SnapshotErrors
{
    /// <summary>The service refuses an activation this long after a snapshot's last change.</summary>
    private static readonly TimeSpan CoolingTime = TimeSpan.FromMinutes(10);

    public static CmdletError NotFound(SnapshotReference reference) => ErrorId.SnapshotNotFound.With(
        reference.Id is { } id
            ? $"No snapshot has the ID {id}. It may have been removed. To list the snapshots, run Get-DaytonaSnapshot."
            : $"No snapshot is named '{reference}'. Names are case-sensitive. To find it, run Get-DaytonaSnapshot {ArgumentText.Quote($"*{reference}*")}.",
        reference.Source);

    public static CmdletError Unusable(SnapshotReference reference) => ErrorId.NotASnapshot.With(reference.Problem!, reference.Source);

    /// <summary>A general snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="pastTense">The requested change, such as <c>removed</c>.</param>
    public static CmdletError General(Snapshot snapshot, string pastTense) => ErrorId.GeneralSnapshot.With(
        $"'{snapshot.Name}' is a general snapshot, which all organizations share, and can't be {pastTense}. To leave out general snapshots, use Where-Object General -eq $false.",
        snapshot);

    public static CmdletError RemovedMeanwhile(string name) => ErrorId.SnapshotRemoved.With(
        $"'{name}' was removed by someone else in the meantime. Create it again if you need it.", name);

    /// <summary>A snapshot that exists.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="target">The object that the error is about.</param>
    /// <param name="advice">The remedy that keeps the existing snapshot.</param>
    public static CmdletError NameTaken(SnapshotException exception, object? target, string advice) => ErrorId.SnapshotExists.With(
        $"A snapshot '{exception.Name}' already exists. {advice}, or run Remove-DaytonaSnapshot {ArgumentText.For(exception.Name)} -Wait.",
        target, exception, exception.Snapshot);

    /// <summary>A pull or a build that failed.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="advice">A further remedy, after a space; empty for none.</param>
    public static CmdletError CreationFailed(SnapshotException exception, string advice) => BuildErrors.Failed(
        exception, $"'{exception.Name}'", $"The name stays taken. To free it, run Remove-DaytonaSnapshot {ArgumentText.For(exception.Name)}.{advice}");

    public static CmdletError StateNotReached(Snapshot snapshot, IEnumerable<string> wanted) => ErrorId.SnapshotStateNotReached.With(
        $"'{snapshot.Name}' is in state {snapshot.State} and will not become {string.Join(" or ", wanted)} by itself{ErrorText.ReasonOf(snapshot)}. {NextStep(snapshot)}",
        snapshot);

    public static CmdletError FilterNotSupported(string parameter) => ErrorId.FilterNotSupported.With(
        $"This Daytona server does not support -{parameter} and would return all snapshots. Omit the parameter, or use a newer server.", parameter);

    /// <summary>The error for an exception of the client.</summary>
    public static CmdletError For(SnapshotException exception, object? target)
    {
        string name = exception.Name;
        string argument = ArgumentText.For(name);
        Snapshot? snapshot = exception.Snapshot;
        return exception.Failure switch
        {
            SnapshotFailure.General => General(snapshot!, "changed"),
            SnapshotFailure.OtherOrganization => ErrorId.OtherOrganization.With(
                $"{ErrorText.Sentence(exception.Message)} Connect to the organization that owns it, and run the command again.", target, exception, snapshot),
            SnapshotFailure.NameTaken => NameTaken(exception, target, "To use it as it is, add -IfNotExists; otherwise, choose another name"),
            SnapshotFailure.ExistingUnusable when snapshot!.State == SnapshotState.Inactive => ErrorId.SnapshotInactive.With(
                $"'{name}' exists but is inactive. Run Enable-DaytonaSnapshot {argument} -Wait.", snapshot, exception),
            SnapshotFailure.ExistingUnusable => ErrorId.SnapshotFailed.With(
                $"'{name}' exists but is in state {snapshot.State}{ErrorText.ReasonOf(snapshot)}. Run Remove-DaytonaSnapshot {argument} -Wait, and create it again.",
                snapshot, exception),
            SnapshotFailure.CreationFailed => CreationFailed(exception, advice: ""),
            SnapshotFailure.MayExist => ErrorId.SnapshotMayExist.With(
                $"{ErrorText.Sentence(exception.Message)} To check, run Get-DaytonaSnapshot {argument}.", target, exception),
            SnapshotFailure.Removed => RemovedMeanwhile(name),
            SnapshotFailure.Changed => ErrorId.SnapshotNotActive.With(
                $"'{name}' is {snapshot!.State}: someone else changed it before it was active. To check it, run Get-DaytonaSnapshot {argument}.", snapshot, exception),
            SnapshotFailure.NotInactive => ErrorId.SnapshotNotInactive.With(
                $"'{name}' is {snapshot!.State}, and only an inactive snapshot can be enabled{ErrorText.ReasonOf(snapshot)}. {NextStep(snapshot)}", snapshot, exception),
            SnapshotFailure.NotActive => ErrorId.SnapshotNotActive.With(
                $"'{name}' is {snapshot!.State}, and disabling it would hide that{ErrorText.ReasonOf(snapshot)}. To disable it anyway, use -Force.", snapshot, exception),
            SnapshotFailure.CoolingDown => ErrorId.SnapshotCoolingDown.With(
                $"'{name}' was disabled a moment ago and can be enabled {EndOfCooling(snapshot!)}. Try again then.",
                snapshot, exception),
            _ => ErrorId.SnapshotUnchanged.With(
                $"{ErrorText.Sentence(exception.Message)} Something between this machine and the service may respond in its place: check -ApiUrl, and any proxy.",
                snapshot, exception),
        };
    }

    // The service may send no valid time.
    private static string EndOfCooling(Snapshot snapshot) =>
        snapshot.UpdatedAt == default || snapshot.UpdatedAt > DateTime.MaxValue - CoolingTime
            ? $"{CoolingTime.TotalMinutes:0} minutes later"
            : $"from {(snapshot.UpdatedAt + CoolingTime).ToString("T", CultureInfo.CurrentCulture)}";

    private static string NextStep(Snapshot snapshot) => snapshot.State switch
    {
        SnapshotState.Inactive => $"Run Enable-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}.",
        SnapshotState.Active => $"To take it out of use, run Disable-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}.",
        SnapshotState.Error or SnapshotState.BuildFailed => $"Run Remove-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}, and create it again.",
        SnapshotState.Removing => "It will be gone within seconds.",
        _ => $"Wait for it with Wait-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}.",
    };
}
