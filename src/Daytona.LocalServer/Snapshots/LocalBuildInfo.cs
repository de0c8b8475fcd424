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
    public LocalBuildInfo(
        string dockerfileContent,
        IReadOnlyList<string>? contextHashes,
        DateTimeOffset createdAt,
        DateTimeOffset? updatedAt = null)
        : this(dockerfileContent, contextHashes, createdAt, updatedAt, contextHashes)
    {
    }

    internal LocalBuildInfo(
        string dockerfileContent,
        IReadOnlyList<string>? contextHashes,
        DateTimeOffset createdAt,
        DateTimeOffset? updatedAt,
        IReadOnlyList<string>? hashesAsSent)
    {
        DockerfileContent = dockerfileContent;
        ContextHashes = contextHashes;
        CreatedAt = createdAt;
        UpdatedAt = updatedAt ?? createdAt;
        SnapshotRef = MakeReference(dockerfileContent, hashesAsSent ?? []);
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

    private static string MakeReference(string dockerfile, IReadOnlyList<string> hashes)
    {
        string text = dockerfile + string.Concat(hashes.Order(StringComparer.Ordinal));
        return $"daytona-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}:daytona";
    }
}
