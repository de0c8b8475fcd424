using System.Text;

namespace Daytona.Local.Builds;

/// <summary>A build of a runner.</summary>
public sealed class LocalBuild
{
    internal LocalBuild(
        string snapshotName, string snapshotRef, IReadOnlyDictionary<string, LocalContextFile> context, BuildLog? log) =>
        (SnapshotName, SnapshotRef, Context, BuildLog) = (snapshotName, snapshotRef, context, log);

    /// <summary>The name of the snapshot it was started for.</summary>
    public string SnapshotName { get; }

    /// <summary>The reference that equal builds share.</summary>
    public string SnapshotRef { get; }

    /// <summary>The files of the builder, by path: the Dockerfile and the files of all contexts.</summary>
    public IReadOnlyDictionary<string, LocalContextFile> Context { get; }

    /// <summary>The log so far; empty if the build was refused.</summary>
    public string Log => BuildLog?.ToString() ?? "";

    internal BuildLog? BuildLog { get; }
}

/// <summary>A file of a build context, as the builder has it after unpacking.</summary>
/// <param name="Content">The content; empty for what was a symbolic link.</param>
/// <param name="Mode">The permissions, as 0755.</param>
public sealed record LocalContextFile(ReadOnlyMemory<byte> Content, UnixFileMode Mode)
{
    /// <summary>The content as text.</summary>
    public string Text => Encoding.UTF8.GetString(Content.Span);
}
