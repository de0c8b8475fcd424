using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Derives the name of an image in the service's registry from that of its snapshot.</summary>
internal static class RepositoryName
{
    private const string DefaultTag = "latest";

    // Room for the registry's path and the project, of the 255 characters that registries take.
    private const int MaxLength = 128;

    private static readonly Regex NotInName = new("[^a-z0-9]+", RegexOptions.CultureInvariant);
    private static readonly Regex Tag = new(@"^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.CultureInvariant);

    /// <summary>The repository and the tag for a snapshot such as <c>Team/App:v1</c>: <c>team/app</c> and <c>v1</c>.</summary>
    public static (string Repository, string Tag) For(string snapshotName)
    {
        int colon = snapshotName.LastIndexOf(':');
        bool hasTag = colon > 0 && Tag.IsMatch(snapshotName.Substring(colon + 1));
        string path = hasTag ? snapshotName.Substring(0, colon) : snapshotName;
        string repository = string.Join("/", path.ToLowerInvariant().Split('/').Select(PartOf).Where(static part => part.Length > 0));
        if (repository.Length > MaxLength) repository = repository.Substring(0, MaxLength).Trim('-', '/');
        // A snapshot is created by digest, so that two names that differ only in such characters can share a repository.
        return (repository.Length > 0 ? repository : "snapshot", hasTag ? snapshotName.Substring(colon + 1) : DefaultTag);
    }

    private static string PartOf(string part) => NotInName.Replace(part, "-").Trim('-');
}
