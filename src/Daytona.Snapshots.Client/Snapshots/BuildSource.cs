using Daytona.Snapshots.Client.Builds;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The source of a build: the Dockerfile with its entrypoint, and the build contexts, which are read once for a call.</summary>
/// <param name="Dockerfile">The Dockerfile.</param>
/// <param name="Contexts">The contexts.</param>
/// <param name="StoredContexts">The hashes of contexts that the service has already.</param>
internal sealed record BuildSource(string Dockerfile, IReadOnlyList<BuildContext> Contexts, IReadOnlyList<string> StoredContexts)
{
    /// <summary>Reads the contexts of a request.</summary>
    /// <param name="earlier">The source if it was read before, which is not read again for the same Dockerfile.</param>
    /// <returns>The source; null if the snapshot is not built.</returns>
    /// <exception cref="BuildContextException">A file can't be sent.</exception>
    public static BuildSource? Read(CreateSnapshotRequest request, CancellationToken cancellationToken, BuildSource? earlier = null)
    {
        if (request.Image is not { } image) return null;
        // The service refuses an entrypoint with a Dockerfile, so it becomes an instruction.
        if (request.Entrypoint is { } entrypoint) image = image.Entrypoint([.. entrypoint]);
        return earlier?.Dockerfile == image.Dockerfile ? earlier : new BuildSource(image.Dockerfile, BuildContext.ReadAll(image, cancellationToken), image.StoredContexts);
    }
}
