using System.Runtime.CompilerServices;
using Daytona.Snapshots.Client.Logs;
using Daytona.Snapshots.Client.Oci;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <summary>Lists, creates, updates and removes snapshots, waits for them, and reads their build logs.</summary>
public class SnapshotsClient
{
    private readonly ClientSession _session = null!;
    private readonly SnapshotFinder _finder = null!;
    private readonly SnapshotWaiter _waiter = null!;
    private readonly BuildLogs _logs = null!;
    private readonly SnapshotCreator _creator = null!;
    private readonly SandboxCapture _capture = null!;
    private readonly SnapshotUpdater _updater = null!;
    private readonly SnapshotSetter _setter = null!;
    private readonly SnapshotSync _sync = null!;
    private readonly SnapshotRemoval _removal = null!;
    private readonly SnapshotActivation _activation = null!;
    private readonly SnapshotDeactivation _deactivation = null!;
    private readonly SnapshotPublisher _publisher = null!;
    private readonly SnapshotTester _tester = null!;

    internal SnapshotsClient(ClientSession session, AccountClient account, RegistriesClient registries, SandboxesClient sandboxes)
    {
        var endpoints = new SnapshotEndpoints(session.Api);
        var ownership = new SnapshotOwnership(session, account);
        _session = session;
        _finder = new SnapshotFinder(endpoints, session.Organization);
        _waiter = new SnapshotWaiter(session);
        _logs = new BuildLogs(session);
        var preparation = new SnapshotPreparation(session, endpoints);
        var submission = new SnapshotSubmission(session, endpoints, _finder);
        var completion = new SnapshotCompletion(_waiter, _logs);
        _capture = new SandboxCapture(session, _finder, _waiter, completion);
        _removal = new SnapshotRemoval(session, endpoints, _finder, _waiter, ownership);
        _creator = new SnapshotCreator(session, _finder, _waiter, preparation, submission, completion, _removal);
        _activation = new SnapshotActivation(session, endpoints, _finder, _waiter, ownership);
        _deactivation = new SnapshotDeactivation(session, endpoints, _finder, _waiter, ownership);
        var leftovers = new UpdateLeftovers(session, endpoints, _finder);
        _updater = new SnapshotUpdater(
            session, endpoints, _finder, _waiter, preparation, submission, completion, _removal, ownership, leftovers);
        _publisher = new SnapshotPublisher(session, _finder, registries, _creator);
        _tester = new SnapshotTester(session, sandboxes);
        _setter = new SnapshotSetter(session, leftovers, _finder, _waiter, _creator, _updater, _activation);
        _sync = new SnapshotSync(session, _finder, _setter, _removal);
    }

    /// <summary>Initializes a substitute for tests, which overrides members.</summary>
    protected SnapshotsClient()
    {
    }

    internal ClientSession Session => _session;

    /// <summary>
    /// Lists snapshots, newest first, general snapshots last. A listing contains every snapshot that exists for its whole duration, even
    /// if others are created or deleted meanwhile. The IDs of all that were listed stay in memory until its end.
    /// </summary>
    /// <param name="filter">Limits the listing; null for all snapshots.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <returns>The snapshots, as their pages arrive.</returns>
    public virtual async IAsyncEnumerable<Snapshot> ListAsync(
        SnapshotFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using SnapshotPager pager = GetPager(filter);
        while (await pager.ReadAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            foreach (Snapshot snapshot in page) yield return snapshot;
        }
    }

    /// <summary>Starts a complete listing, newest first, general snapshots last. Sends nothing until it is read.</summary>
    /// <param name="filter">Limits the listing; null for all snapshots.</param>
    /// <returns>The listing.</returns>
    public virtual SnapshotPager GetPager(SnapshotFilter? filter = null) => _finder.GetPager(filter);

    /// <summary>Finds a snapshot by ID or name.</summary>
    /// <param name="idOrName">The ID, or the name in its exact case.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>
    /// The snapshot, or null if there is none. The organization's own snapshot takes precedence over another organization's
    /// general one.
    /// </returns>
    public virtual Task<Snapshot?> FindAsync(string idOrName, CancellationToken cancellationToken = default) =>
        _finder.FindAsync(idOrName, cancellationToken);

    /// <summary>Finds a snapshot by ID. A snapshot with this text as its name does not match.</summary>
    /// <param name="id">The ID, in any case.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The snapshot, or null if there is none.</returns>
    public virtual Task<Snapshot?> FindByIdAsync(string id, CancellationToken cancellationToken = default) =>
        _finder.FindByIdAsync(id, cancellationToken);

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
    public virtual Task<SnapshotCreation> CreateAsync(
        CreateSnapshotRequest request, CreateSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _creator.RunAsync(Required(request), options ?? new CreateSnapshotOptions(), cancellationToken);

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
    public virtual Task<SnapshotPublication> PublishAsync(
        LocalImageSource source,
        CreateSnapshotRequest request,
        PublishSnapshotOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _publisher.RunAsync(Required(source), Required(request), options ?? new PublishSnapshotOptions(), cancellationToken);

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
    public virtual Task<SnapshotTestResult> TestAsync(
        Snapshot snapshot, TestSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _tester.RunAsync(Required(snapshot), options ?? new TestSnapshotOptions(), cancellationToken);

    /// <summary>Tests a snapshot as <see cref="TestAsync"/> does, and throws if it fails. For <see cref="UpdateSnapshotOptions.VerifyAsync"/>.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">The commands and the time limit; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the test, and deletes the sandbox.</param>
    /// <returns>A task that ends when the snapshot has passed.</returns>
    /// <exception cref="SnapshotTestException">The snapshot failed its test.</exception>
    public async Task EnsurePassesAsync(Snapshot snapshot, TestSnapshotOptions? options = null, CancellationToken cancellationToken = default)
    {
        SnapshotTestResult result = await TestAsync(snapshot, options, cancellationToken).ConfigureAwait(false);
        if (!result.Success) throw new SnapshotTestException(result);
    }

    /// <summary>Captures a sandbox as a snapshot, and waits until the snapshot is active.</summary>
    /// <param name="request">The sandbox and the snapshot's name.</param>
    /// <param name="options">The time limit and callbacks; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait. The capture continues on the service.</param>
    /// <returns>The snapshot.</returns>
    /// <exception cref="SandboxCaptureException">The capture failed on the service.</exception>
    /// <exception cref="SnapshotException">The name is taken, or the snapshot failed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual Task<Snapshot> CaptureAsync(
        CaptureSandboxRequest request, CreateSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _capture.RunAsync(Required(request), options ?? new CreateSnapshotOptions(), cancellationToken);

    /// <summary>
    /// Replaces a snapshot under its name. The new snapshot is first built under a temporary name. The old one is removed only
    /// when the new one is active.
    /// </summary>
    /// <param name="old">The snapshot to replace.</param>
    /// <param name="request">The definition of the new snapshot. Properties that are null are taken from the old one.</param>
    /// <param name="options">The time limit and callbacks; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the update, and removes the temporary snapshot if the old one still exists.</param>
    /// <returns>The new snapshot.</returns>
    /// <exception cref="SnapshotException">The new snapshot failed. The old one is unchanged.</exception>
    /// <exception cref="InvalidSnapshotRequestException">The request is not valid. Nothing has changed.</exception>
    /// <exception cref="SnapshotUpdateException">The update stopped after the old snapshot was removed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired before the old snapshot was removed.</exception>
    public virtual Task<Snapshot> UpdateAsync(
        Snapshot old, CreateSnapshotRequest request, UpdateSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _updater.RunAsync(Required(old), Required(request), options ?? new UpdateSnapshotOptions(), cancellationToken);

    /// <summary>
    /// Compares a snapshot with its definition, and sends only read requests. Compares the image's name, or the Dockerfile's
    /// text and the contents of the build contexts; the entrypoint; and those sizes, regions and classes that the definition
    /// sets. Does not detect that a tag now refers to another image.
    /// </summary>
    /// <param name="request">The definition.</param>
    /// <param name="cancellationToken">Cancels the comparison.</param>
    /// <returns>The change that <see cref="SetAsync"/> would make.</returns>
    /// <exception cref="BuildContextException">A file can't be read, or changed meanwhile.</exception>
    public virtual Task<SnapshotChange> CompareAsync(CreateSnapshotRequest request, CancellationToken cancellationToken = default) =>
        _setter.CompareAsync(Required(request), cancellationToken);

    /// <summary>
    /// Makes a snapshot match its definition: creates it, replaces it as <see cref="UpdateAsync"/> does, enables it, or leaves
    /// it unchanged. Waits for a snapshot that is being created or removed; replaces one that failed.
    /// </summary>
    /// <param name="request">The definition.</param>
    /// <param name="options">The time limit and callbacks; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the change, as it cancels a creation or an update.</param>
    /// <returns>The action, the differences, and the snapshot.</returns>
    /// <exception cref="SnapshotException">The new snapshot failed, or the existing one is general or was disabled a moment ago.</exception>
    /// <exception cref="SnapshotUpdateException">The change stopped after the old snapshot was removed.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    /// <exception cref="BuildContextException">A file can't be read or sent, or changed meanwhile.</exception>
    public virtual Task<SnapshotChange> SetAsync(
        CreateSnapshotRequest request, SetSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _setter.RunAsync(Required(request), options ?? new SetSnapshotOptions(), cancellationToken);

    /// <summary>Compares snapshots with a list of definitions, and sends only read requests.</summary>
    /// <param name="requests">The definitions.</param>
    /// <param name="options">The snapshots to prune; null for none.</param>
    /// <param name="cancellationToken">Cancels the comparison.</param>
    /// <returns>The changes that <see cref="SyncAsync"/> would make, in the order of the list; removals at the end.</returns>
    /// <exception cref="ArgumentException">Two definitions have the same name, or the prefix is not usable.</exception>
    public virtual Task<IReadOnlyList<SnapshotChange>> PlanAsync(
        IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _sync.PlanAsync(Required(requests), options ?? new SyncSnapshotOptions(), cancellationToken);

    /// <summary>
    /// Makes snapshots match a list of definitions, several at once, and optionally removes those that are no longer listed. A
    /// failure does not end the others; after a failure, nothing is pruned. If nothing differs, sends only read requests.
    /// </summary>
    /// <param name="requests">The definitions.</param>
    /// <param name="options">The time limit, callbacks, and the snapshots to prune; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the changes. Another call completes them.</param>
    /// <returns>The changes, in the order of the list; removals at the end. A failed change has its error.</returns>
    /// <exception cref="ArgumentException">Two definitions have the same name, or the prefix is not usable.</exception>
    public virtual Task<IReadOnlyList<SnapshotChange>> SyncAsync(
        IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _sync.RunAsync(Required(requests), options ?? new SyncSnapshotOptions(), cancellationToken);

    /// <summary>Removes a snapshot. A snapshot that was deleted in the meantime is not an error.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">Whether to wait until it is removed, and for how long; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the request or the wait.</param>
    /// <returns>A task that ends when the service has accepted the request, or when the snapshot is removed.</returns>
    /// <exception cref="SnapshotException">The snapshot is general.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual Task RemoveAsync(Snapshot snapshot, ChangeSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _removal.RunAsync(Required(snapshot), options ?? new ChangeSnapshotOptions(), cancellationToken);

    /// <summary>Enables an inactive snapshot. The service refuses within ten minutes of the last change.</summary>
    /// <param name="snapshot">The snapshot, as last read.</param>
    /// <param name="options">Whether to wait until it is active, and for how long; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the request or the wait.</param>
    /// <returns>The snapshot, usually pending; active if it is waited for or was already active.</returns>
    /// <exception cref="SnapshotException">The snapshot is general, not inactive, or was disabled a moment ago.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual Task<Snapshot> EnableAsync(Snapshot snapshot, ChangeSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _activation.RunAsync(Required(snapshot), options ?? new ChangeSnapshotOptions(), cancellationToken);

    /// <summary>Disables a snapshot.</summary>
    /// <param name="snapshot">The snapshot, as last read.</param>
    /// <param name="options">Whether to wait until it is inactive, and for how long; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the request or the wait.</param>
    /// <returns>The snapshot as read afterwards.</returns>
    /// <exception cref="SnapshotException">The snapshot is general or not active, or could not be disabled.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual Task<Snapshot> DisableAsync(Snapshot snapshot, DisableSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _deactivation.RunAsync(Required(snapshot), options ?? new DisableSnapshotOptions(), cancellationToken);

    /// <summary>Waits until a snapshot satisfies a condition, by the service's notifications or, without them, by polling.</summary>
    /// <param name="id">The snapshot's ID.</param>
    /// <param name="options">The condition, the time limit and the callback for state changes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The snapshot as last read, or null if it was removed.</returns>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public virtual Task<Snapshot?> WaitAsync(string id, SnapshotWaitOptions options, CancellationToken cancellationToken = default) =>
        _waiter.WaitAsync(id, Required(options), cancellationToken);

    /// <summary>Watches the states of all snapshots. Sends nothing until it is read.</summary>
    /// <param name="filter">Limits what is watched; null for all snapshots.</param>
    /// <returns>The watch.</returns>
    public virtual SnapshotWatch Watch(SnapshotFilter? filter = null) => new(this, filter);

    /// <summary>
    /// Reads a build log line by line: up to its current end, or as it is written until the caller reports the end of the
    /// build. If the connection breaks, a followed log resumes at the same place. If it can't be read, the observer is warned
    /// and nothing is thrown, because a lost log is not a failed build.
    /// </summary>
    /// <param name="id">The snapshot's ID.</param>
    /// <param name="options">The callback for lines, and how long the log is followed.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The failure according to the log, or null if the log is empty or reports success.</returns>
    /// <exception cref="DaytonaApiException">The service refused. Only if the log is not followed.</exception>
    /// <exception cref="DaytonaConnectionException">The service could not be reached. Only if the log is not followed.</exception>
    public virtual Task<BuildFailure?> ReadBuildLogAsync(string id, BuildLogOptions options, CancellationToken cancellationToken = default) =>
        _logs.ReadAsync(id, Required(options), deadline: null, cancellationToken);

    /// <summary>Waits until a snapshot is active.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="timeout">The time limit; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The active snapshot.</returns>
    /// <exception cref="SnapshotException">The snapshot failed, or was removed or changed meanwhile.</exception>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    public async Task<Snapshot> WaitUntilActiveAsync(Snapshot snapshot, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var options = new SnapshotWaitOptions { Until = SnapshotCompletion.IsOver, Timeout = timeout, Known = Required(snapshot) };
        Snapshot? last = await WaitAsync(snapshot.Id, options, cancellationToken).ConfigureAwait(false);
        return SnapshotCompletion.EnsureActive(snapshot.Name, last, failure: null);
    }

    private static T Required<T>(T value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : class => value ?? throw new ArgumentNullException(name);
}
