using Daytona.Snapshots.Client.Logs;
using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Oci;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <inheritdoc cref="ISnapshotsClient"/>
internal sealed class SnapshotsClient : ISnapshotsClient
{
    private readonly ClientSession _session;
    private readonly SnapshotFinder _finder;
    private readonly SnapshotWaiter _waiter;
    private readonly BuildLogs _logs;
    private readonly SnapshotCreator _creator;
    private readonly SandboxCapture _capture;
    private readonly SnapshotUpdater _updater;
    private readonly SnapshotSetter _setter;
    private readonly SnapshotSync _sync;
    private readonly SnapshotRemoval _removal;
    private readonly SnapshotActivation _activation;
    private readonly SnapshotDeactivation _deactivation;
    private readonly SnapshotPublisher _publisher;
    private readonly SnapshotTester _tester;

    public SnapshotsClient(ClientSession session, IAccountClient account, RegistriesClient registries, SandboxesClient sandboxes)
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
        _creator = new SnapshotCreator(session, _finder, _waiter, preparation, submission, completion);
        _capture = new SandboxCapture(session, _finder, _waiter, completion);
        _removal = new SnapshotRemoval(session, endpoints, _finder, _waiter, ownership);
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

    /// <inheritdoc/>
    public ISnapshotPager GetPager(SnapshotFilter? filter = null) => _finder.GetPager(filter);

    /// <inheritdoc/>
    public Task<Snapshot?> FindAsync(string idOrName, CancellationToken cancellationToken = default) =>
        _finder.FindAsync(idOrName, cancellationToken);

    /// <inheritdoc/>
    public Task<Snapshot?> FindByIdAsync(string id, CancellationToken cancellationToken = default) =>
        _finder.FindByIdAsync(id, cancellationToken);

    /// <inheritdoc/>
    public Task<SnapshotCreation> CreateAsync(
        CreateSnapshotRequest request, CreateSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _creator.RunAsync(Required(request), options ?? new CreateSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<SnapshotPublication> PublishAsync(
        LocalImageSource source,
        CreateSnapshotRequest request,
        PublishSnapshotOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _publisher.RunAsync(Required(source), Required(request), options ?? new PublishSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<SnapshotTestResult> TestAsync(
        Snapshot snapshot, TestSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _tester.RunAsync(Required(snapshot), options ?? new TestSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<Snapshot> CaptureAsync(
        CaptureSandboxRequest request, CreateSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _capture.RunAsync(Required(request), options ?? new CreateSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<Snapshot> UpdateAsync(
        Snapshot old, CreateSnapshotRequest request, UpdateSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _updater.RunAsync(Required(old), Required(request), options ?? new UpdateSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<SnapshotChange> CompareAsync(CreateSnapshotRequest request, CancellationToken cancellationToken = default) =>
        _setter.CompareAsync(Required(request), cancellationToken);

    /// <inheritdoc/>
    public Task<SnapshotChange> SetAsync(
        CreateSnapshotRequest request, SetSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _setter.RunAsync(Required(request), options ?? new SetSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SnapshotChange>> PlanAsync(
        IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _sync.PlanAsync(Required(requests), options ?? new SyncSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SnapshotChange>> SyncAsync(
        IReadOnlyList<CreateSnapshotRequest> requests, SyncSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _sync.RunAsync(Required(requests), options ?? new SyncSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(Snapshot snapshot, ChangeSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _removal.RunAsync(Required(snapshot), options ?? new ChangeSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<Snapshot> EnableAsync(Snapshot snapshot, ChangeSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _activation.RunAsync(Required(snapshot), options ?? new ChangeSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<Snapshot> DisableAsync(Snapshot snapshot, DisableSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        _deactivation.RunAsync(Required(snapshot), options ?? new DisableSnapshotOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<Snapshot?> WaitAsync(string id, SnapshotWaitOptions options, CancellationToken cancellationToken = default) =>
        _waiter.WaitAsync(id, Required(options), cancellationToken);

    /// <inheritdoc/>
    public ISnapshotWatch Watch(SnapshotFilter? filter = null) => new SnapshotWatch(
        token => _session.Channel.AddAsync(static _ => true, _session.Observer, NotificationChannel.WatchOpening, token), () => GetPager(filter), _finder.FindByIdAsync, filter?.NameContains, _session.Observer, _session.Time);

    /// <inheritdoc/>
    public Task<BuildFailure?> ReadBuildLogAsync(string id, BuildLogOptions options, CancellationToken cancellationToken = default) =>
        _logs.ReadAsync(id, Required(options), deadline: null, cancellationToken);

    private static T Required<T>(T value, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(value))] string? name = null)
        where T : class => value ?? throw new ArgumentNullException(name);
}
