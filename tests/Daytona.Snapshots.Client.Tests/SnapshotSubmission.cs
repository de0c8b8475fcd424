namespace Daytona.Snapshots.Client.Tests;

/// <summary>Creates snapshots without waiting for them, and replaces them without a comparison.</summary>
internal static class SnapshotSubmission
{
    public static async Task<Snapshot> SubmitAsync(
        this SnapshotsClient snapshots, CreateSnapshotRequest request, CancellationToken cancellationToken) =>
        (await snapshots.CreateAsync(request, new CreateSnapshotOptions { Wait = false }, cancellationToken)).Snapshot;

    public static Task<Snapshot> UpdateAsync(
        this SnapshotsClient snapshots,
        Snapshot old,
        CreateSnapshotRequest request,
        SetSnapshotOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new SetSnapshotOptions { KeepEntrypoint = true };
        return new SnapshotUpdate(snapshots, old, options, new Deadline(options.Timeout, snapshots.Session.Time, cancellationToken)).RunAsync(request);
    }
}
