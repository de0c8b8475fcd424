namespace Daytona.Snapshots;

/// <summary>Lists, creates, updates and removes snapshots, waits for them, and reads their build logs.</summary>
public interface ISnapshotsClient
{
    /// <summary>Starts a complete listing, newest first, general snapshots last. Nothing is sent until it is read.</summary>
    /// <param name="filter">Limits the listing; null for all snapshots.</param>
    /// <returns>The listing.</returns>
    ISnapshotPager GetPager(SnapshotFilter? filter = null);

    /// <summary>Finds a snapshot by ID or name.</summary>
    /// <param name="idOrName">The ID, or the name in its exact case.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>
    /// The snapshot, or null if there is none. The organization's own snapshot takes precedence over another organization's
    /// general one.
    /// </returns>
    Task<Snapshot?> FindAsync(string idOrName, CancellationToken cancellationToken = default);

    /// <summary>Finds a snapshot by ID. A snapshot that has this text as its name does not match.</summary>
    /// <param name="id">The ID, in any case.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The snapshot, or null if there is none.</returns>
    Task<Snapshot?> FindByIdAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates a snapshot from a registry image or an <see cref="Image"/>: uploads the build context, sends the request,
    /// waits until the snapshot is active, and passes on the build log. A create request is retried only after checking
    /// that the first attempt did not succeed.
    /// </summary>
    /// <param name="request">The name, and what the snapshot is created from.</param>
    /// <param name="options">The time limit and callbacks; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait. The creation continues on the service.</param>
    /// <returns>The snapshot, and whether this call created it.</returns>
    /// <exception cref="SnapshotException">The creation failed, the name is taken, or the snapshot was changed meanwhile.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    /// <exception cref="BuildContextException">A file can't be sent, or changed meanwhile.</exception>
    /// <exception cref="DockerfileException">The Dockerfile is larger than the service accepts.</exception>
    /// <exception cref="InvalidSnapshotRequestException">The request is not valid, see <see cref="CreateSnapshotRequest.Validate"/>.</exception>
    Task<SnapshotCreation> CreateAsync(
        CreateSnapshotRequest request, CreateSnapshotOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates a snapshot from an image of this machine: pushes the image to the service's registry, creates the snapshot from
    /// what was pushed, by its digest, and waits until the snapshot is active.
    /// </summary>
    /// <param name="source">The image.</param>
    /// <param name="request">The snapshot's name and sizes, without an image.</param>
    /// <param name="options">The platform, the time limit and callbacks; null for the defaults. The time limit does not include the push.</param>
    /// <param name="cancellationToken">Cancels the publication. A creation that was accepted continues on the service.</param>
    /// <returns>The snapshot, and the image that was pushed.</returns>
    /// <exception cref="LocalImageException">The image can't be published. Nothing was sent.</exception>
    /// <exception cref="RegistryException">The registry refuses the image. There is no snapshot.</exception>
    /// <exception cref="SnapshotException">The name is taken, or the creation failed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    Task<SnapshotPublication> PublishAsync(
        LocalImageSource source,
        CreateSnapshotRequest request,
        PublishSnapshotOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Tests a snapshot: starts a sandbox from it, runs commands in it and deletes it, also after a cancellation. The service
    /// deletes a sandbox that was left behind, and so does the next test.
    /// </summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">The commands and the time limit; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the test, and deletes the sandbox.</param>
    /// <returns>Whether the sandbox started and the commands succeeded.</returns>
    /// <exception cref="DaytonaApiException">The test could not be carried out, for example because a permission is missing.</exception>
    /// <exception cref="ToolboxException">The commands could not be run.</exception>
    Task<SnapshotTestResult> TestAsync(Snapshot snapshot, TestSnapshotOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Captures a sandbox as a snapshot, and waits until the snapshot is active.</summary>
    /// <param name="request">The sandbox and the snapshot's name.</param>
    /// <param name="options">The time limit and callbacks; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait. The capture continues on the service.</param>
    /// <returns>The snapshot.</returns>
    /// <exception cref="SandboxCaptureException">The capture failed on the service.</exception>
    /// <exception cref="SnapshotException">The name is taken, or the snapshot failed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    Task<Snapshot> CaptureAsync(
        CaptureSandboxRequest request, CreateSnapshotOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces a snapshot under its name. The new one is built under a temporary name first; the old one is removed only
    /// when that is active.
    /// </summary>
    /// <param name="old">The snapshot to replace.</param>
    /// <param name="request">What the new one is created from. What it leaves null is taken from the old one.</param>
    /// <param name="options">The time limit and callbacks; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the update, and removes the temporary snapshot if the old one still exists.</param>
    /// <returns>The new snapshot.</returns>
    /// <exception cref="SnapshotException">The new snapshot failed. The old one is unchanged.</exception>
    /// <exception cref="InvalidSnapshotRequestException">The request is not valid. Nothing has changed.</exception>
    /// <exception cref="SnapshotUpdateException">The update stopped after the old snapshot was removed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired before the old snapshot was removed.</exception>
    Task<Snapshot> UpdateAsync(
        Snapshot old, CreateSnapshotRequest request, UpdateSnapshotOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Compares a snapshot with its definition, and sends only reads. Compared are the image's name, or the Dockerfile's text and
    /// the contents of the build contexts; the entrypoint; and of sizes, regions and classes those that the definition gives. A
    /// tag that now means another image can't be seen.
    /// </summary>
    /// <param name="request">The definition.</param>
    /// <param name="cancellationToken">Cancels the comparison.</param>
    /// <returns>What <see cref="SetAsync"/> would do.</returns>
    /// <exception cref="BuildContextException">A file can't be read, or changed meanwhile.</exception>
    Task<SnapshotChange> CompareAsync(CreateSnapshotRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a snapshot what its definition says: creates it, replaces it as <see cref="UpdateAsync"/> does, enables it, or
    /// leaves it alone. A snapshot that is being created or removed is waited for; one that failed is replaced.
    /// </summary>
    /// <param name="request">The definition.</param>
    /// <param name="options">The time limit and callbacks; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the change, as it cancels a creation or an update.</param>
    /// <returns>What was done, what differed, and the snapshot.</returns>
    /// <exception cref="SnapshotException">The new snapshot failed, or the existing one is general or was disabled a moment ago.</exception>
    /// <exception cref="SnapshotUpdateException">The change stopped after the old snapshot was removed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    /// <exception cref="BuildContextException">A file can't be read or sent, or changed meanwhile.</exception>
    Task<SnapshotChange> SetAsync(
        CreateSnapshotRequest request, SetSnapshotOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Compares snapshots with a list of definitions, and sends only reads.</summary>
    /// <param name="requests">The definitions.</param>
    /// <param name="options">What is to be pruned; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the comparison.</param>
    /// <returns>What <see cref="SyncAsync"/> would do, in the order of the list; removals at the end.</returns>
    /// <exception cref="ArgumentException">Two definitions have the same name, or the prefix is not usable.</exception>
    Task<IReadOnlyList<SnapshotChange>> PlanAsync(
        IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes snapshots what a list of definitions says, several at once, and removes those that are no longer listed if that is
    /// asked for. A failure does not end the others; after a failure, nothing is pruned. A second call finds nothing to do and
    /// sends only reads.
    /// </summary>
    /// <param name="requests">The definitions.</param>
    /// <param name="options">The time limit, callbacks, and what is pruned; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the changes. Another call completes them.</param>
    /// <returns>What was done, in the order of the list; removals at the end. A change that failed has its failure.</returns>
    /// <exception cref="ArgumentException">Two definitions have the same name, or the prefix is not usable.</exception>
    Task<IReadOnlyList<SnapshotChange>> SyncAsync(
        IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Removes a snapshot. A snapshot that was deleted in the meantime is not an error.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">Whether to wait until it is gone, and for how long; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the request or the wait.</param>
    /// <returns>A task that ends when the service has accepted the request, or when the snapshot is gone.</returns>
    /// <exception cref="SnapshotException">The snapshot is general.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    Task RemoveAsync(Snapshot snapshot, ChangeSnapshotOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Enables an inactive snapshot. The service refuses within ten minutes of the last change.</summary>
    /// <param name="snapshot">The snapshot, as last read.</param>
    /// <param name="options">Whether to wait until it is active, and for how long; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the request or the wait.</param>
    /// <returns>The snapshot, usually pending; active if it is waited for or was already active.</returns>
    /// <exception cref="SnapshotException">The snapshot is general, not inactive, or was disabled a moment ago.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    Task<Snapshot> EnableAsync(Snapshot snapshot, ChangeSnapshotOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Disables a snapshot.</summary>
    /// <param name="snapshot">The snapshot, as last read.</param>
    /// <param name="options">Whether to wait until it is inactive, and for how long; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the request or the wait.</param>
    /// <returns>The snapshot as read afterwards.</returns>
    /// <exception cref="SnapshotException">The snapshot is general or not active, or could not be disabled.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    Task<Snapshot> DisableAsync(Snapshot snapshot, DisableSnapshotOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Waits until a snapshot satisfies a condition, by the service's notifications or, without them, by polling.</summary>
    /// <param name="id">The snapshot's ID.</param>
    /// <param name="options">The condition, the time limit and the callback for state changes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The snapshot as last read, or null if it was removed.</returns>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    Task<Snapshot?> WaitAsync(string id, SnapshotWaitOptions options, CancellationToken cancellationToken = default);

    /// <summary>Watches the states of all snapshots. Nothing is sent until it is read.</summary>
    /// <param name="filter">Limits what is watched; null for all snapshots.</param>
    /// <returns>The watch.</returns>
    ISnapshotWatch Watch(SnapshotFilter? filter = null);

    /// <summary>
    /// Reads a build log line by line: as it is now, or as it is written until the caller reports the end of the build. A
    /// followed log that breaks is resumed where it broke. If it can't be read, the observer is warned and nothing is thrown,
    /// because a lost log is not a failed build.
    /// </summary>
    /// <param name="id">The snapshot's ID.</param>
    /// <param name="options">The callback for lines, and how long the log is followed.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>What the log says about a failure, or null if it is empty or reports success.</returns>
    /// <exception cref="DaytonaApiException">The service refused. Only if the log is not followed.</exception>
    /// <exception cref="DaytonaConnectionException">The service could not be reached. Only if the log is not followed.</exception>
    Task<BuildFailure?> ReadBuildLogAsync(string id, BuildLogOptions options, CancellationToken cancellationToken = default);
}
