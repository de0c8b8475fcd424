namespace Daytona.Snapshots.Client.Builds;

/// <summary>Paths with forward slashes, by the rules of Go's <c>path</c> package.</summary>
internal static class GoPath
{
    /// <summary>Shortens a path, as Go's Clean does.</summary>
    /// <returns>The path without empty, <c>.</c> and inner <c>..</c> parts, or <c>.</c> if nothing is left.</returns>
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
