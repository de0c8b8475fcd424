namespace Daytona.Snapshots.Client.Tests;

/// <summary>Creates snapshots without waiting for them.</summary>
internal static class SnapshotSubmission
{
    public static async Task<Snapshot> SubmitAsync(
        this SnapshotsClient snapshots, CreateSnapshotRequest request, CancellationToken cancellationToken) =>
        (await snapshots.CreateAsync(request, new CreateSnapshotOptions { Wait = false }, cancellationToken)).Snapshot;
}
