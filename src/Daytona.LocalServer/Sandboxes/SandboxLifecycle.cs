namespace Daytona.Local.Sandboxes;

/// <summary>The automatic transitions of sandboxes. Every step checks the state again, because a request may have changed it meanwhile.</summary>
internal sealed class SandboxLifecycle(
    LocalServer server, SandboxStore store, SnapshotStore snapshots, Scheduler scheduler)
{
    private readonly LocalServerOptions _options = server.Options;

    /// <summary>Continues a sandbox that is creating.</summary>
    public void BeginStart(LocalSandbox sandbox, LocalSnapshot snapshot)
    {
        SandboxPlan plan = PlanFor(sandbox, snapshot);
        scheduler.After(plan.StartTime, () =>
        {
            bool isStarted = store.Change(
                sandbox,
                it =>
                {
                    it.State = plan.Failure is null ? SandboxStates.Started : SandboxStates.Error;
                    it.ErrorReason = plan.Failure;
                    it.LastActivityAt = store.Now;
                    if (plan.Failure is null) it.DaemonVersion = _options.Version;
                },
                static it => it.State == SandboxStates.Creating);
            if (isStarted && plan.Failure is null) WatchActivity(sandbox);
        });
    }

    /// <summary>Stops a sandbox, or destroys it if it is to be deleted as soon as it stops.</summary>
    /// <returns>Whether it was started.</returns>
    public bool BeginStop(LocalSandbox sandbox)
    {
        if (sandbox.AutoDeleteInterval == 0)
            return BeginRemoval(sandbox, static it => it.State == SandboxStates.Started);

        bool isStopping = store.Change(
            sandbox,
            static it => (it.State, it.DesiredState) = (SandboxStates.Stopping, SandboxStates.Stopped),
            static it => it.State == SandboxStates.Started);
        if (isStopping)
            scheduler.After(_options.SandboxStopTime, () => store.Change(
                sandbox, static it => it.State = SandboxStates.Stopped, static it => it.State == SandboxStates.Stopping));
        return isStopping;
    }

    /// <summary>Destroys a sandbox, if the condition holds.</summary>
    public bool BeginRemoval(LocalSandbox sandbox, Predicate<LocalSandbox> condition)
    {
        bool isDestroying = store.Change(
            sandbox,
            it =>
            {
                (it.State, it.DesiredState) = (SandboxStates.Destroying, SandboxStates.Destroyed);
                // The service frees the name at once.
                it.Name = $"DESTROYED_{it.Id}_{store.Now.ToUnixTimeMilliseconds()}";
            },
            condition);
        if (isDestroying)
            scheduler.After(_options.SandboxStopTime, () => store.Change(sandbox, static it => it.State = SandboxStates.Destroyed));
        return isDestroying;
    }

    // Stops a started sandbox when it has been idle for its interval.
    private void WatchActivity(LocalSandbox sandbox)
    {
        if (sandbox.AutoStopInterval <= 0) return;
        TimeSpan left = sandbox.LastActivityAt + TimeSpan.FromMinutes(sandbox.AutoStopInterval) - store.Now;
        if (left <= TimeSpan.Zero) BeginStop(sandbox);
        else if (sandbox.State == SandboxStates.Started) scheduler.After(left, () => WatchActivity(sandbox));
    }

    /// <summary>Captures a sandbox that is snapshotting. Newer servers show the snapshot meanwhile.</summary>
    public void BeginCapture(LocalSandbox sandbox, string name, string stateBefore)
    {
        LocalSnapshot? early = _options.Newer ? AddSnapshot(sandbox, name, SnapshotStates.Snapshotting) : null;
        scheduler.After(_options.PullTime, () =>
        {
            store.Change(sandbox, it => it.State = stateBefore, static it => it.State == SandboxStates.Snapshotting);
            if (early is null) AddSnapshot(sandbox, name, SnapshotStates.Active);
            else snapshots.Change(early, Activate, static it => it.State == SnapshotStates.Snapshotting);
        });
    }

    // A name conflict is detected after the capture and not reported: the snapshot does not appear.
    private LocalSnapshot? AddSnapshot(LocalSandbox sandbox, string name, string state) =>
        snapshots.Add(Guid.NewGuid(), sandbox.OrganizationId, name, it =>
        {
            (it.State, it.SourceSandboxId) = (state, sandbox.Id.ToString());
            (it.SandboxClass, it.RegionIds) = (sandbox.SandboxClass, [sandbox.RegionId]);
            (it.Cpu, it.Gpu, it.Mem, it.Disk) = (sandbox.Cpu, sandbox.Gpu, sandbox.Memory, sandbox.Disk);
            if (state == SnapshotStates.Active) Activate(it);
        }, out _);

    private void Activate(LocalSnapshot snapshot)
    {
        (snapshot.State, snapshot.Size, snapshot.LastUsedAt) = (SnapshotStates.Active, 0.5, snapshots.Now);
        snapshot.Ref = SnapshotLifecycle.ReferenceOf(snapshot);
        LocalRegion? region = server.Regions.FirstOrDefault(it => snapshot.RegionIds.Contains(it.Id));
        snapshot.InitialRunnerId = region?.Runners.Select(static runner => runner.Id).FirstOrDefault();
    }

    private SandboxPlan PlanFor(LocalSandbox sandbox, LocalSnapshot snapshot)
    {
        string words = $"{snapshot.Name} {snapshot.ImageName} {snapshot.BuildInfo?.DockerfileContent}";
        bool isSlow = words.Contains("start-slow", StringComparison.Ordinal);
        var plan = new SandboxPlan(isSlow ? _options.SlowTime : _options.SandboxStartTime, FindFailure(words, snapshot.Entrypoint));
        return _options.SandboxPlan?.Invoke(sandbox, plan) ?? plan;
    }

    private static string? FindFailure(string words, IReadOnlyList<string>? entrypoint)
    {
        if (words.Contains("start-fail", StringComparison.Ordinal))
            return "failed to start sandbox: container exited with code 1";
        // A command line in one word is the name of a program that does not exist.
        return entrypoint is [{ } word] && word.Contains(' ', StringComparison.Ordinal)
            ? $"failed to start container: exec: \"{word}\": executable file not found in $PATH"
            : null;
    }
}
