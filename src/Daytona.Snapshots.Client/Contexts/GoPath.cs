namespace Daytona.Snapshots.Client;

/// <summary>Paths and patterns with forward slashes, as Go's <c>path</c> package sees them.</summary>
internal static class GoPath
{
    /// <summary>The shortest path that means the same, as Go's Clean.</summary>
    /// <param name="path">A path with forward slashes.</param>
    /// <returns>The path without empty, <c>.</c> and inner <c>..</c> parts; <c>.</c> where nothing is left.</returns>
    public static string Clean(string path)
    {
        bool rooted = path.StartsWith("/", StringComparison.Ordinal);
        var parts = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (part.Length == 0 || part == ".") continue;

            if (part != "..") parts.Add(part);
            else if (parts.Count > 0 && parts[parts.Count - 1] != "..") parts.RemoveAt(parts.Count - 1);
            else if (!rooted) parts.Add(part);
        }

        string clean = (rooted ? "/" : "") + string.Join("/", parts);
        return clean.Length == 0 ? "." : clean;
    }
}
