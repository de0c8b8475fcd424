using System.Text;
using Daytona.Snapshots.Client.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The body of a create request. Null fields are omitted: the service responds to a null size with a 500.</summary>
internal sealed class CreateSnapshotBody(CreateSnapshotRequest request, string? dockerfile, IReadOnlyList<string> contextHashes)
{
    // The service does not read longer bodies, and responds to them with 404 "Cannot POST /api/snapshots".
    private const int MaxLength = 102_400;

    public string Name => request.Name;

    /// <summary>Whether a snapshot was created from the same source as in this body.</summary>
    public bool IsSourceOf(Snapshot snapshot) => dockerfile is null
        ? snapshot.ImageName == request.ImageName
        : snapshot.BuildInfo?.DockerfileContent == dockerfile;

    /// <summary>The same body under another name.</summary>
    public CreateSnapshotBody Named(string name) => new(request with { Name = name }, dockerfile, contextHashes);

    /// <summary>The body's JSON.</summary>
    /// <exception cref="DockerfileException">The service does not accept a body of this length.</exception>
    public string ToJson()
    {
        // For a build, the entrypoint is the last instruction of the Dockerfile: the service refuses both.
        JObject body = ServiceJson.ToObject(request with
        {
            Image = null,
            Entrypoint = dockerfile is null ? request.Entrypoint : null,
            GpuType = request.GpuType is { Count: > 0 } types ? types : null,
        });
        if (dockerfile is not null)
        {
            body["buildInfo"] = ServiceJson.ToObject(new { DockerfileContent = dockerfile, ContextHashes = contextHashes.Count > 0 ? contextHashes : null });
        }

        string json = body.ToString(Formatting.None);
        int length = Encoding.UTF8.GetByteCount(json);
        return length <= MaxLength ? json : throw new DockerfileException(
            $"The Dockerfile is too long. The request would be {length:N0} bytes, but the service accepts only {MaxLength:N0}. " +
            "Move long scripts to files of the build context, and COPY them.");
    }
}
