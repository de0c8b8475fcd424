using System.Text;

namespace Daytona.Local.Builds;

/// <summary>A build of a runner.</summary>
/// <param name="SnapshotName">The name of the snapshot it was started for.</param>
/// <param name="SnapshotRef">The reference that equal builds share.</param>
/// <param name="Context">The files of the builder, by path: the Dockerfile and the files of all contexts.</param>
public sealed record LocalBuild(string SnapshotName, string SnapshotRef, IReadOnlyDictionary<string, LocalContextFile> Context)
{
    /// <summary>The log so far; empty if the build was refused.</summary>
    public string Log => BuildLog?.ToString() ?? "";

    internal BuildLog? BuildLog { get; init; }
}

/// <summary>A file of a build context, as the builder has it after unpacking.</summary>
/// <param name="Content">The content; empty for what was a symbolic link.</param>
/// <param name="Mode">The permissions, as 0755.</param>
public sealed record LocalContextFile(ReadOnlyMemory<byte> Content, UnixFileMode Mode)
{
    /// <summary>The content as text.</summary>
    public string Text => Encoding.UTF8.GetString(Content.Span);
}
