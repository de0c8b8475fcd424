using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Daytona.Local.Registry;

/// <summary>The image registry that push access points to, in memory.</summary>
internal sealed class ImageRegistry(LocalServer server)
{
    /// <summary>The project that images are pushed to.</summary>
    public const string Project = "daytona";

    private const string RunnerPlatform = "linux/amd64";

    private readonly ConcurrentDictionary<(string Repository, string Digest), Blob> _blobs = new();
    // By their digests and by their tags.
    private readonly ConcurrentDictionary<(string Repository, string Reference), ImageManifest> _manifests = new();
    private readonly ConcurrentDictionary<string, LocalBlobUpload> _uploads = new();

    /// <summary>The accounts that push access handed out, by their credentials in a header.</summary>
    public ConcurrentDictionary<string, RobotAccount> Robots { get; } = new();

    /// <summary>The names of the images, such as <c>daytona/app:v1</c>.</summary>
    public IReadOnlyList<string> ToList() =>
    [
        .. _manifests.Keys.Where(static it => !IsDigest(it.Reference)).Select(static it => $"{it.Repository}:{it.Reference}")
            .Order(StringComparer.Ordinal),
    ];

    public static bool IsDigest(string reference) => reference.StartsWith("sha256:", StringComparison.Ordinal);

    public static ServiceException DigestInvalid() => new(400, "provided digest did not match uploaded content", "DIGEST_INVALID");

    public static ServiceException ManifestInvalid(string reason) => new(400, $"manifest invalid: {reason}", "MANIFEST_INVALID");

    public RobotAccount AddRobot()
    {
        var robot = new RobotAccount(
            $"robot${Project}+temp-push-robot-{RandomNumberGenerator.GetHexString(12, lowercase: true)}",
            RandomNumberGenerator.GetHexString(32, lowercase: true),
            Project,
            server.Options.TimeProvider.GetUtcNow().AddHours(1));
        return Robots[Convert.ToBase64String(Encoding.UTF8.GetBytes($"{robot.UserName}:{robot.Secret}"))] = robot;
    }

    public Blob? FindBlob(string repository, string digest) => _blobs.GetValueOrDefault((repository, digest));

    public void Add(string repository, Blob blob) => _blobs[(repository, blob.Digest)] = blob;

    public ImageManifest? FindManifest(string repository, string reference) => _manifests.GetValueOrDefault((repository, reference));

    /// <summary>Adds a manifest under its digest and a reference, which may be the same.</summary>
    /// <exception cref="ServiceException">400 if it refers to missing content.</exception>
    public void Add(string repository, string reference, ImageManifest manifest)
    {
        string? missing = manifest.Blobs.FirstOrDefault(digest => !_blobs.ContainsKey((repository, digest)))
            ?? manifest.Images.Select(static it => it.Digest).FirstOrDefault(it => !_manifests.ContainsKey((repository, it)));
        if (missing is not null) throw new ServiceException(400, $"blob unknown to registry: {missing}", "MANIFEST_BLOB_UNKNOWN");
        _manifests[(repository, manifest.Digest)] = _manifests[(repository, reference)] = manifest;
    }

    /// <summary>Removes a tag, or a manifest with all its tags. Returns whether it existed.</summary>
    public bool Remove(string repository, string reference)
    {
        if (!_manifests.TryRemove((repository, reference), out ImageManifest? removed)) return false;
        foreach (var (key, manifest) in _manifests)
        {
            if (IsDigest(reference) && key.Repository == repository && manifest == removed) _manifests.TryRemove(key, out _);
        }

        return true;
    }

    public LocalBlobUpload BeginUpload(string repository)
    {
        var upload = new LocalBlobUpload(Guid.NewGuid().ToString(), repository, server.Options.MaxStoredBytes);
        return _uploads[upload.Id] = upload;
    }

    /// <exception cref="ServiceException">404 if the repository has no such upload.</exception>
    public LocalBlobUpload GetUpload(string repository, string id) =>
        _uploads.TryGetValue(id, out LocalBlobUpload? upload) && upload.Repository == repository
            ? upload
            : throw new ServiceException(404, "blob upload unknown to registry", "BLOB_UPLOAD_UNKNOWN");

    public void EndUpload(LocalBlobUpload upload)
    {
        if (_uploads.TryRemove(upload.Id, out _)) upload.Dispose();
    }

    /// <summary>Whether an image's name points to this registry.</summary>
    public bool Owns(string image) => image.StartsWith(server.RegistryUrl.Authority + "/", StringComparison.Ordinal);

    /// <summary>Finds the manifest of an image that a runner would pull.</summary>
    public ImageManifest? FindImage(string image, out string failure)
    {
        failure = "manifest unknown";
        string[] parts = image[(server.RegistryUrl.Authority.Length + 1)..].Split('@', 2);
        int colon = parts[0].LastIndexOf(':');
        (string name, string tag) = colon < 0 ? (parts[0], "") : (parts[0][..colon], parts[0][(colon + 1)..]);
        ImageManifest? manifest = FindManifest(name, parts.Length > 1 ? parts[1] : tag);
        if (manifest is not { IsIndex: true }) return manifest;

        failure = $"no matching manifest for {RunnerPlatform} in the manifest list entries";
        string? digest = manifest.Images
            .FirstOrDefault(static it => $"{it.Platform?.Os}/{it.Platform?.Architecture}" == RunnerPlatform)?.Digest;
        return digest is null ? null : FindManifest(name, digest);
    }
}

/// <summary>A temporary account of the image registry, as push access hands it out.</summary>
internal sealed record RobotAccount(string UserName, string Secret, string Project, DateTimeOffset ExpiresAt)
{
    public bool MayUse(string repository) => repository.StartsWith(Project + "/", StringComparison.Ordinal);
}
