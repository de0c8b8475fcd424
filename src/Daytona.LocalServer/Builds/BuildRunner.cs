using System.Collections.Concurrent;

namespace Daytona.Local.Builds;

/// <summary>The builds of all runners, by the reference of what they build.</summary>
internal sealed class BuildRunner(LocalServerOptions options, ObjectStore storage)
{
    private readonly ConcurrentDictionary<string, LocalBuild> _builds = new();
    private readonly ConcurrentQueue<LocalBuild> _history = new();

    public IReadOnlyList<LocalBuild> ToList() => [.. _history];

    /// <summary>The log of a build, or null if no runner has one.</summary>
    public BuildLog? FindLog(string snapshotRef) => _builds.GetValueOrDefault(snapshotRef)?.BuildLog;

    /// <returns>The plan, changed if the Dockerfile or its context makes the build fail.</returns>
    public SnapshotPlan Start(LocalSnapshot snapshot, SnapshotPlan plan)
    {
        LocalBuildInfo info = snapshot.BuildInfo!;
        var context = new LocalBuildContext(info.DockerfileContent);
        foreach (string hash in info.ContextHashes ?? [])
        {
            if (hash.Length == 0) continue;
            StoredObject? archive = storage.Find($"{snapshot.OrganizationId}/{hash}/context.tar");
            if (archive is { Length: > 0 })
            {
                context.Add(archive.Content);
                continue;
            }

            // The runner fetches the contexts before it opens a log.
            Keep(new LocalBuild(snapshot.Name, info.SnapshotRef, context.Files));
            return plan with
            {
                WorkTime = TimeSpan.Zero,
                FinalState = SnapshotStates.Error,
                Failure = archive is not null
                    ? $"empty tar file received for hash {hash}"
                    : $"failed to get tar from storage with hash {hash}: " +
                        "failed to read object data: The specified key does not exist.",
            };
        }

        BuildScript script = BuildScript.Write(info.DockerfileContent, context);
        if (plan.Failure is null && script.Failure is not null)
            plan = plan with { Failure = script.Failure, FinalState = SnapshotStates.Error };
        var log = new BuildLog(plan.Log ?? script.Lines, plan.WorkTime, hasEnd: plan.Failure is null, options.TimeProvider);
        Keep(new LocalBuild(snapshot.Name, info.SnapshotRef, context.Files) { BuildLog = log });
        return plan;
    }

    private void Keep(LocalBuild build)
    {
        _builds[build.SnapshotRef] = build;
        _history.Enqueue(build);
        while (_history.Count > 1000) _history.TryDequeue(out _);
    }
}
