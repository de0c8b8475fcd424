namespace Daytona.Local.Snapshots;

/// <summary>Creates the initial snapshots of a server, of many kinds and states, always the same.</summary>
internal static class SnapshotSeed
{
    private static readonly string[] Images =
        ["python:3.12-slim", "node:22-alpine", "ubuntu:24.04", "golang:1.25", "rust:1.91", "postgres:18", "debian:13"];

    private static readonly string[] Purposes = ["api", "web", "agent", "train", "ci", "notebook", "data"];

    public static void Fill(SnapshotStore store, LocalOrganization organization, LocalRegion region, int count)
    {
        var random = new Random(190);
        DateTimeOffset now = store.Now;
        Span<byte> bytes = stackalloc byte[16];
        for (int i = 1; i <= count; i++)
        {
            random.NextBytes(bytes);
            bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            int n = i;
            DateTimeOffset createdAt = now.AddMinutes(-7 * (count - i + 1));
            store.Add(
                new Guid(bytes, bigEndian: true),
                organization.Id,
                NameOf(n),
                snapshot => Fill(snapshot, region, n, createdAt, now),
                out _);
        }
    }

    /// <summary>Sets what follows from a state: the image, or the reason of a failure.</summary>
    public static void Complete(LocalSnapshot snapshot, string state, LocalRegion region)
    {
        snapshot.State = state;
        if (snapshot.ImageName.Length == 0 && snapshot.BuildInfo is null) snapshot.ImageName = "alpine:3.20";
        snapshot.RegionIds = [region.Id];
        if (state == SnapshotStates.Pending) return;

        snapshot.InitialRunnerId = region.Runners.Select(static runner => runner.Id).FirstOrDefault();
        snapshot.Ref = SnapshotLifecycle.ReferenceOf(snapshot);
        if (state is SnapshotStates.Active or SnapshotStates.Inactive or SnapshotStates.Removing)
        {
            snapshot.Size ??= 0.25;
            snapshot.LastUsedAt ??= snapshot.UpdatedAt;
        }

        snapshot.ErrorReason ??= state switch
        {
            SnapshotStates.Error when snapshot.BuildInfo is not null => "failed to build image: exit code 1",
            SnapshotStates.Error => $"failed to pull image {snapshot.ImageName}: connection refused",
            SnapshotStates.BuildFailed => "dockerfile rejected by the runner",
            _ => null,
        };
    }

    private static string ImageOf(int n) => Images[(n + (n / 7)) % 7];

    private static string NameOf(int n) => $"{Purposes[n % 7]}-{ImageOf(n).Split(':')[0]}-{n:D4}";

    private static void Fill(
        LocalSnapshot snapshot, LocalRegion region, int n, DateTimeOffset createdAt, DateTimeOffset now)
    {
        (snapshot.CreatedAt, snapshot.UpdatedAt) = (createdAt, createdAt.AddSeconds(20 + (n % 40)));
        string state = (n % 20) switch
        {
            7 => SnapshotStates.Error,
            11 => SnapshotStates.Inactive,
            17 => SnapshotStates.BuildFailed,
            _ => SnapshotStates.Active,
        };
        bool isBuild = n % 4 == 1;
        if (isBuild) snapshot.BuildInfo = new LocalBuildInfo($"FROM {ImageOf(n)}\nRUN echo {n}\n", null, createdAt);
        else snapshot.ImageName = ImageOf(n);
        snapshot.Entrypoint = isBuild ? ["sleep", "infinity"] : null;
        (snapshot.Cpu, snapshot.Mem, snapshot.Disk) = (1 + (n % 4), 1 << (n % 4), 3 + (n % 8));
        snapshot.Size = state is SnapshotStates.Active or SnapshotStates.Inactive ? 0.25 + (n % 13 * 0.5) : null;
        Complete(snapshot, state, region);
        DateTimeOffset usedAt = snapshot.UpdatedAt.AddMinutes(n % 90);
        if (snapshot.LastUsedAt is not null) snapshot.LastUsedAt = usedAt < now ? usedAt : now;
    }
}
