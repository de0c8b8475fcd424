namespace Daytona.Snapshots.Client.Oci;

/// <summary>Compares image names, which tools complete differently.</summary>
internal static class ImageName
{
    // The registries that Docker and Podman omit or add.
    private static readonly string[] DefaultPrefixes = ["docker.io/library/", "docker.io/", "localhost/"];

    /// <summary>Whether a stored name is the requested one.</summary>
    /// <param name="requested">The name as a user writes it, such as <c>app</c> or <c>app:dev</c>.</param>
    /// <param name="stored">The name in an archive, such as <c>docker.io/library/app:latest</c>, or only its tag.</param>
    public static bool Matches(string requested, string stored) =>
        requested == stored
            || Complete(requested) == Complete(stored)
            || (stored.IndexOf('/') < 0 && stored.IndexOf(':') < 0 && TagOf(requested) == stored);

    private static string Complete(string name)
    {
        string prefix = Array.Find(DefaultPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
        string rest = name.Substring(prefix.Length);
        return TagOf(rest) is null && rest.IndexOf('@') < 0 ? rest + ":latest" : rest;
    }

    private static string? TagOf(string name)
    {
        int colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name.Substring(colon + 1) : null;
    }
}
