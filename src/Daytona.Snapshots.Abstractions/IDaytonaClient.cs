namespace Daytona.Snapshots;

/// <summary>
/// A client of the Daytona API, as far as snapshots need it. Safe for use by many threads at once. Every call can throw
/// <see cref="DaytonaApiException"/> where the service refuses, <see cref="DaytonaConnectionException"/> where it can't
/// be reached, and <see cref="OperationCanceledException"/>.
/// </summary>
public interface IDaytonaClient : IDisposable
{
    /// <summary>The address of the API, as <c>https://app.daytona.io/api</c>.</summary>
    Uri ApiUrl { get; }

    /// <summary>The same client and connections, which tells this observer of its requests. Disposing it does nothing.</summary>
    /// <param name="observer">Is told of requests and waits, on any thread.</param>
    /// <returns>A client that shares everything with this one.</returns>
    IDaytonaClient ObservedBy(IClientObserver observer);

    /// <summary>Reads one page of the listing.</summary>
    /// <param name="query">Which page, of what, in which order.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The page; empty beyond the last.</returns>
    Task<SnapshotPage> GetSnapshotPageAsync(SnapshotQuery query, CancellationToken cancellationToken = default);

    /// <summary>Starts a complete listing, the newest first and general snapshots last.</summary>
    /// <param name="filter">What the service narrows it to; null for all.</param>
    /// <returns>The listing, which has sent nothing yet.</returns>
    ISnapshotPager ReadSnapshots(SnapshotFilter? filter = null);

    /// <summary>Finds a snapshot by its id or its name.</summary>
    /// <param name="idOrName">The id, or the name in its exact case.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The snapshot, or null where there is none. One's own comes before another organization's general one.</returns>
    Task<Snapshot?> FindSnapshotAsync(string idOrName, CancellationToken cancellationToken = default);

    /// <summary>Finds a snapshot by its id alone: one that merely has this text as its name is not meant.</summary>
    /// <param name="id">The id, in any case.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The snapshot, or null where there is none.</returns>
    Task<Snapshot?> FindSnapshotByIdAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates a snapshot. The answer comes before the image is pulled or built. Where the answer is lost on the way, the
    /// snapshot is looked up by its name before it is asked for again.
    /// </summary>
    /// <param name="request">The name and what it is made from.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The snapshot, most often pending; active where the same build was there already.</returns>
    Task<Snapshot> CreateSnapshotAsync(CreateSnapshotRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends the local files that an image needs to the service's storage, those that are not there yet. They stream from
    /// the disk, whatever their size.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="progress">Is told how far it is, on any thread; null for nobody.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <returns>The contexts' hashes, for <see cref="CreateSnapshotRequest.ContextHashes"/>; none where nothing is needed.</returns>
    /// <exception cref="BuildContextException">A file can't be sent, or changed meanwhile; the message names it.</exception>
    Task<IReadOnlyList<string>> UploadContextsAsync(
        Image image, Action<UploadProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Checks that a creation is not larger than the service takes, which answers "no such path" to one that is.</summary>
    /// <param name="request">The creation.</param>
    /// <exception cref="DockerfileException">It is larger than 102,400 bytes.</exception>
    void EnsureFits(CreateSnapshotRequest request);

    /// <summary>Captures a sandbox as a snapshot, and waits until the snapshot is there.</summary>
    /// <param name="sandboxIdOrName">The sandbox.</param>
    /// <param name="name">The snapshot's name, which must be free: the service does not report a conflict.</param>
    /// <param name="includeMemory">Whether its memory is captured too; for virtual machines alone.</param>
    /// <param name="cancellationToken">Ends the wait; the capture goes on.</param>
    /// <returns>The snapshot, in whatever state it appeared.</returns>
    /// <exception cref="SandboxCaptureException">The sandbox is itself again, and no snapshot has appeared.</exception>
    Task<Snapshot> CaptureSandboxAsync(
        string sandboxIdOrName, string name, bool includeMemory, CancellationToken cancellationToken = default);

    /// <summary>Removes a snapshot. It turns <see cref="SnapshotState.Removing"/> and is gone within seconds.</summary>
    /// <param name="id">The snapshot's id; the service takes no name here.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A task that ends when the service has taken the request.</returns>
    Task RemoveSnapshotAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Activates an inactive snapshot. Refused within ten minutes of its last change.</summary>
    /// <param name="id">The snapshot's id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The snapshot, most often pending.</returns>
    Task<Snapshot> ActivateSnapshotAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Deactivates a snapshot, in whatever state it is.</summary>
    /// <param name="id">The snapshot's id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A task that ends when it is inactive.</returns>
    Task DeactivateSnapshotAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Asks where the build's log is. Waits up to 30 s for a builder; 404 after that, or where nothing was built.</summary>
    /// <param name="id">The snapshot's id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The address, on the region's own host. It wants the same credentials.</returns>
    Task<Uri> GetBuildLogUrlAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads the whole log of a build from the API itself. Empty once the snapshot is active.</summary>
    /// <param name="id">The snapshot's id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The log's bytes so far.</returns>
    Task<byte[]> GetBuildLogAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Begins to listen to the service's notifications about a snapshot, over one connection for all listeners. Never
    /// fails: where there are no notifications the listener is not live.
    /// </summary>
    /// <param name="name">The snapshot's name; it need not exist yet.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    /// <returns>The listener, once connected, or once it is clear that this takes too long.</returns>
    Task<ISnapshotListener> ListenAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the log of a build, line by line: as it is now, or as it is written until the caller says that the build is over.
    /// A followed log that breaks is resumed where it broke. Where it can't be had, the observer is warned and nothing is
    /// thrown, for a lost log is no failure of the build; none is asked for where a cache made the build unnecessary.
    /// </summary>
    /// <param name="id">The snapshot's id.</param>
    /// <param name="options">Who is given the lines, and how long the log is followed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What the log says of a failure; null where it is empty, or says that the image was built.</returns>
    /// <exception cref="DaytonaApiException">The service refused. Only where the log is not followed.</exception>
    /// <exception cref="DaytonaConnectionException">The service could not be reached. Only where the log is not followed.</exception>
    Task<BuildFailure?> ReadBuildLogAsync(
        string id, BuildLogOptions options, CancellationToken cancellationToken = default);

    /// <summary>Waits until a snapshot is as it should be: told by the service's notifications, or else by asking.</summary>
    /// <param name="id">The snapshot's id.</param>
    /// <param name="options">What to wait for, for how long, and who is told of changes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The snapshot as it was last read, or null where it is gone.</returns>
    /// <exception cref="SnapshotTimeoutException">The time is over.</exception>
    Task<Snapshot?> WaitForSnapshotAsync(
        string id, SnapshotWaitOptions options, CancellationToken cancellationToken = default);

    /// <summary>Watches the states of all snapshots.</summary>
    /// <param name="filter">What is watched; null for all.</param>
    /// <returns>The watch, which has sent nothing yet.</returns>
    ISnapshotWatch WatchSnapshots(SnapshotFilter? filter = null);

    /// <summary>Asks who the API key in use is.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The key's name, owner, permissions and expiry.</returns>
    Task<ApiKeyInfo> GetCurrentApiKeyAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the organizations of an access token's user.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The organizations.</returns>
    Task<IReadOnlyList<Organization>> GetOrganizationsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the regions where snapshots can be made.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The regions.</returns>
    Task<IReadOnlyList<Region>> GetRegionsAsync(CancellationToken cancellationToken = default);
}
