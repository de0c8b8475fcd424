namespace Daytona.Local.Registry;

/// <summary>A path of the distribution API, <c>/v2/{repository}/{kind}/{reference}</c>, taken apart.</summary>
/// <param name="Repository">The repository's name, which may have any number of segments.</param>
/// <param name="Kind"><c>blobs</c>, <c>uploads</c>, <c>manifests</c> or <c>tags</c>.</param>
/// <param name="Reference">A digest, a tag or an upload's id; empty if there is none.</param>
internal sealed record RegistryPath(string Repository, string Kind, string Reference)
{
    /// <summary>Reads a path; null if it is not one of the API's.</summary>
    public static RegistryPath? Parse(string path)
    {
        string[] segments = Uri.UnescapeDataString(path).Split('/')[1..];
        return segments switch
        {
            ["v2", .. string[] name, "blobs", "uploads", string id] when name.Length > 0 =>
                new(string.Join('/', name), "uploads", id),
            ["v2", .. string[] name, "blobs", "uploads"] when name.Length > 0 =>
                new(string.Join('/', name), "uploads", ""),
            ["v2", .. string[] name, "tags", "list"] when name.Length > 0 => new(string.Join('/', name), "tags", ""),
            ["v2", .. string[] name, "blobs" or "manifests", string reference] when name.Length > 0 =>
                new(string.Join('/', name), segments[^2], reference),
            _ => null,
        };
    }
}
