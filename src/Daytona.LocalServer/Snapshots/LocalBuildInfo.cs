using System.Security.Cryptography;
using System.Text;

namespace Daytona.Local.Snapshots;

/// <summary>The source of a built snapshot. Equal Dockerfiles with equal contexts share one, as they share the image.</summary>
public sealed class LocalBuildInfo
{
    /// <summary>Creates the build info.</summary>
    /// <param name="dockerfileContent">The Dockerfile's text.</param>
    /// <param name="contextHashes">The hashes of the contexts, or null.</param>
    /// <param name="createdAt">When it was created.</param>
    /// <param name="updatedAt">When it was last used; null for when it was created.</param>
    /// <param name="hashesAsSent">The values that the reference is made of; null for the hashes.</param>
    public LocalBuildInfo(
        string dockerfileContent, IReadOnlyList<string>? contextHashes, DateTimeOffset createdAt,
        DateTimeOffset? updatedAt = null, IReadOnlyList<string>? hashesAsSent = null)
    {
        (DockerfileContent, ContextHashes) = (dockerfileContent, contextHashes);
        (CreatedAt, UpdatedAt) = (createdAt, updatedAt ?? createdAt);
        string text = dockerfileContent + string.Concat((hashesAsSent ?? contextHashes ?? []).Order(StringComparer.Ordinal));
        SnapshotRef = $"daytona-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant()}:daytona";
    }

    /// <summary>The Dockerfile's text.</summary>
    public string DockerfileContent { get; }

    /// <summary>The hashes of the contexts in the order they were sent, or null.</summary>
    public IReadOnlyList<string>? ContextHashes { get; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it was last used for a creation.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary><c>daytona-{sha256}:daytona</c>, over the Dockerfile and the sorted hashes.</summary>
    public string SnapshotRef { get; init; }
}
