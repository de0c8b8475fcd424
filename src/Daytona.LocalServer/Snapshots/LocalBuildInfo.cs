using System.Security.Cryptography;
using System.Text;

namespace Daytona.Local.Snapshots;

/// <summary>The source of a built snapshot. Equal Dockerfiles with equal contexts share one, as they share the image.</summary>
/// <param name="DockerfileContent">The Dockerfile's text.</param>
/// <param name="ContextHashes">The hashes of the contexts in the order they were sent, or null.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record LocalBuildInfo(string DockerfileContent, IReadOnlyList<string>? ContextHashes, DateTimeOffset CreatedAt)
{
    /// <summary>When it was last used for a creation.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; } = CreatedAt;

    /// <summary><c>daytona-{sha256}:daytona</c>, over the Dockerfile and the sorted hashes.</summary>
    public string SnapshotRef { get; init; } = ReferenceOf(DockerfileContent, ContextHashes);

    /// <summary>The reference of a Dockerfile and the hashes of its contexts.</summary>
    internal static string ReferenceOf(string dockerfile, IEnumerable<string>? hashes)
    {
        string text = dockerfile + string.Concat((hashes ?? []).Order(StringComparer.Ordinal));
        return $"daytona-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant()}:daytona";
    }
}
