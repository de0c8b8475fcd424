namespace Daytona.Snapshots.Client.Tests.Contexts;

internal static class DockerIgnoreExtensions
{
    /// <summary>Whether a file or folder is excluded, also with a slash at the end of its path.</summary>
    public static bool IsIgnored(this DockerIgnore ignore, string path) => ignore.Find(GoPath.Clean(path)).IsIgnored;
}
