using System.Security.Cryptography;
using System.Text;

namespace Daytona.Local.Snapshots;

/// <summary>The automatic transitions of snapshots. Every step checks the state again, because a request may have changed it meanwhile.</summary>
internal sealed class SnapshotLifecycle(
    LocalServer server, SnapshotStore store, BuildRunner builds, ImageRegistry registry, Scheduler scheduler)
{
    // The maximum size of an image in GB.
    private const int MaxSize = 100;

    private readonly LocalServerOptions _options = server.Options;

    /// <summary>Starts the life of a snapshot that is pending.</summary>
    public void Begin(LocalSnapshot snapshot)
    {
        if (snapshot.State != SnapshotStates.Pending) return;

        SnapshotPlan plan = PlanFor(snapshot);
        scheduler.After(plan.QueueTime, () => Assign(snapshot, plan));
    }

    /// <summary>Removes a snapshot that is removing after the configured time.</summary>
    public void BeginRemoval(LocalSnapshot snapshot) => scheduler.After(_options.RemovalDelay, () =>
    {
        if (snapshot.State == SnapshotStates.Removing) store.Remove(snapshot);
    });

    /// <summary>Activates a snapshot again, immediately if a runner still has its image.</summary>
    public void BeginActivation(LocalSnapshot snapshot)
    {
        if (snapshot.Size is null || snapshot.InitialRunnerId is null)
        {
            Begin(snapshot);
            return;
        }

        SnapshotPlan plan = PlanFor(snapshot) with { Failure = null, FinalState = SnapshotStates.Active };
        scheduler.After(_options.QueueTime, () => Finish(snapshot, SnapshotStates.Pending, plan));
    }

    private void Assign(LocalSnapshot snapshot, SnapshotPlan plan)
    {
        bool isBuild = snapshot.BuildInfo is not null;
        string? runner = RunnerFor(snapshot);
        if (runner is null) return;

        // The runner's result is known a moment later.
        if (isBuild && !plan.IsRefused && snapshot.State == SnapshotStates.Pending) plan = builds.Start(snapshot, plan);

        bool isAssigned = store.Change(snapshot, changed =>
        {
            changed.InitialRunnerId = runner;
            changed.ErrorReason = plan.IsRefused ? plan.Failure : null;
            if (!isBuild && (!plan.IsRefused || plan.Size > 1)) changed.Size = plan.Size;
            if (!isBuild && !plan.IsRefused) changed.Ref = ReferenceOf(changed);
            changed.State = plan.IsRefused
                ? plan.FinalState
                : isBuild ? SnapshotStates.Building : SnapshotStates.Pulling;
        }, static current => current.State == SnapshotStates.Pending);
        if (!isAssigned || plan.IsRefused) return;

        TimeSpan validation = isBuild ? plan.ValidationTime : TimeSpan.Zero;
        bool isHeld = plan.WorkTime == Timeout.InfiniteTimeSpan || validation == Timeout.InfiniteTimeSpan;
        TimeSpan rest = isHeld ? Timeout.InfiniteTimeSpan : plan.WorkTime + validation;
        string working = isBuild ? SnapshotStates.Building : SnapshotStates.Pulling;
        scheduler.After(rest, () => Finish(snapshot, working, plan));
    }

    private void Finish(LocalSnapshot snapshot, string expected, SnapshotPlan plan) => store.Change(snapshot, changed =>
    {
        if (changed.BuildInfo is { } build) builds.FindLog(build.SnapshotRef)?.Complete();
        changed.State = plan.FinalState;
        changed.ErrorReason = plan.Failure;
        if (plan.FinalState != SnapshotStates.Active) return;
        changed.Size ??= plan.Size;
        changed.LastUsedAt = store.Now;
    }, current => current.State == expected);

    private SnapshotPlan PlanFor(LocalSnapshot snapshot)
    {
        SnapshotPlan plan = snapshot.BuildInfo is { } build ? PlanBuild(build.DockerfileContent) : PlanPull(snapshot);
        return _options.Plan?.Invoke(snapshot, plan) ?? plan;
    }

    private SnapshotPlan PlanPull(LocalSnapshot snapshot)
    {
        string image = snapshot.ImageName;
        var plan = new SnapshotPlan
        {
            QueueTime = _options.QueueTime,
            WorkTime = image.Contains("slow", StringComparison.Ordinal) ? _options.SlowTime : _options.PullTime,
            Size = image.Contains("huge", StringComparison.Ordinal) ? 500 : 0.25,
        };
        // For the server's own registry, the pushed images decide, and not the name.
        if (registry.Owns(image))
        {
            return registry.FindImage(image, out string failure) is { } found
                ? plan with { WorkTime = _options.PullTime, Size = Math.Round(found.LayerBytes / 1e9, 4) }
                : Refuse(plan, $"failed to inspect image {image}: {failure}");
        }

        if (image.Contains("nosuch", StringComparison.Ordinal))
            return Refuse(plan, $"failed to inspect image docker.io/{image}: manifest unknown");
        if (plan.Size > MaxSize)
            return Refuse(plan, $"Snapshot size ({plan.Size:F2}GB) exceeds maximum allowed size of {MaxSize}GB");
        if (!image.Contains("pull-fail", StringComparison.Ordinal)) return plan;
        string reason = $"failed to pull image {image}: connection refused";
        return plan with { FinalState = SnapshotStates.Error, Failure = reason };
    }

    private SnapshotPlan PlanBuild(string dockerfile)
    {
        var plan = new SnapshotPlan
        {
            QueueTime = _options.QueueTime,
            WorkTime = dockerfile.Contains("slow", StringComparison.Ordinal) ? _options.SlowTime : _options.BuildTime,
            ValidationTime = _options.ValidationTime,
        };
        if (dockerfile.Contains("build-reject", StringComparison.Ordinal))
            return Refuse(plan, "dockerfile rejected by the runner") with { FinalState = SnapshotStates.BuildFailed };
        return dockerfile.Contains("build-fail", StringComparison.Ordinal)
            ? plan with { FinalState = SnapshotStates.Error, Failure = "failed to build image: exit code 1" }
            : plan;
    }

    private static SnapshotPlan Refuse(SnapshotPlan plan, string reason) =>
        plan with { IsRefused = true, Failure = reason, FinalState = SnapshotStates.Error };

    private string? RunnerFor(LocalSnapshot snapshot) => server.Regions.Where(region => snapshot.RegionIds.Contains(region.Id))
        .SelectMany(region => region.RunnersFor(snapshot.SandboxClass))
        .FirstOrDefault(runner => snapshot.Gpu == 0 || runner.GpuType == snapshot.GpuType)?.Id;

    /// <summary>The reference of a snapshot's image in the internal registry.</summary>
    internal static string ReferenceOf(LocalSnapshot snapshot) =>
        $"registry.localhost:5000/daytona/{snapshot.BuildInfo?.SnapshotRef ?? $"daytona-{HashOf(snapshot)}:daytona"}";

    private static string HashOf(LocalSnapshot snapshot) => Convert.ToHexString(SHA256.HashData(
        Encoding.UTF8.GetBytes(snapshot.ImageName.Length > 0 ? snapshot.ImageName : snapshot.Name))).ToLowerInvariant();
}
