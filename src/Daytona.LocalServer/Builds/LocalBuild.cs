namespace Daytona.Local.Builds;

/// <summary>A build of a runner.</summary>
public sealed class LocalBuild
{
    internal LocalBuild(
        string snapshotName, string snapshotRef, IReadOnlyDictionary<string, ContextFile> context, BuildLog? log)
    {
        SnapshotName = snapshotName;
        SnapshotRef = snapshotRef;
        Context = context;
        BuildLog = log;
    }

    /// <summary>The name of the snapshot it was started for.</summary>
    public string SnapshotName { get; }

    /// <summary>The reference that equal builds share.</summary>
    public string SnapshotRef { get; }

    /// <summary>The files of the builder, by path: the Dockerfile and the files of all contexts.</summary>
    public IReadOnlyDictionary<string, ContextFile> Context { get; }

    /// <summary>The log so far; empty if the build was refused.</summary>
    public string Log => BuildLog?.ToString() ?? "";

    internal BuildLog? BuildLog { get; }
}
