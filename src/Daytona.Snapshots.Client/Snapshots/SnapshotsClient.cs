using System.Runtime.CompilerServices;
using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Logs;
using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Lists, creates, updates and removes snapshots, waits for them, and reads their build logs.</summary>
public partial class SnapshotsClient
{
    private readonly DaytonaClient _client = null!;
    private SnapshotTester? _tester;

    internal SnapshotsClient(DaytonaClient client) => _client = client;

    /// <summary>Initializes a substitute for tests, which overrides members.</summary>
    protected SnapshotsClient()
    {
    }

    internal ClientSession Session => _client.Session;

    private IClientObserver? Observer => Session.Observer;

    /// <summary>
    /// Lists snapshots, newest first, general snapshots last. A listing contains every snapshot that exists for its whole duration, even
    /// if others are created or deleted meanwhile. The IDs of all that were listed stay in memory until its end.
    /// </summary>
    /// <param name="filter">Limits the listing; null for all snapshots.</param>
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
    /// <exception cref="ArgumentException">The filter asks for no snapshot.</exception>
    public virtual SnapshotPager GetPager(SnapshotFilter? filter = null) => new(Session, filter ?? new SnapshotFilter());

    /// <summary>Finds a snapshot by ID or name.</summary>
    /// <param name="idOrName">The ID, or the name in its exact case.</param>
    /// <returns>
    /// The snapshot, or null if there is none. The organization's own snapshot takes precedence over another organization's
    /// general one.
    /// </returns>
    public virtual async Task<Snapshot?> FindAsync(string idOrName, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrEmpty(idOrName)) throw new ArgumentException("The snapshot's name is empty.", nameof(idOrName));
        if (!SnapshotName.FitsInPath(idOrName)) return await FindInListingAsync(idOrName, cancellationToken).ConfigureAwait(false);

        try
        {
            Snapshot snapshot = await Session.Api.GetAsync<Snapshot>(SnapshotPath.For(idOrName), cancellationToken).ConfigureAwait(false);
            // Something that answers in the service's place must not pass another snapshot off as the one that was asked for.
            if (snapshot.Name != idOrName && !IsSameId(snapshot.Id, idOrName)) throw new UnexpectedResponseException("name", "is that of another snapshot");
            Session.Organization.Note(snapshot);
            return snapshot;
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SnapshotNotFound)
        {
            return null;
        }
    }

    /// <summary>Finds a snapshot by ID. A snapshot with this text as its name does not match.</summary>
    /// <param name="id">The ID, in any case.</param>
    /// <returns>The snapshot, or null if there is none.</returns>
    public virtual async Task<Snapshot?> FindByIdAsync(string id, CancellationToken cancellationToken = default)
    {
        Snapshot? snapshot = SnapshotName.FitsInPath(id) ? await FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return IsSameId(snapshot?.Id, id) ? snapshot : null;
    }

    /// <summary>
    /// Reads a build log line by line: up to its current end, or as it is written until the caller reports the end of the
    /// build. If the connection breaks, a followed log resumes at the same place. If it can't be read, the observer is warned
    /// and nothing is thrown, because a lost log is not a failed build.
    /// </summary>
    /// <param name="snapshot">The snapshot, or its name or ID.</param>
    /// <param name="onLine">
    /// Called for each line, in order and never concurrently, on an arbitrary thread. An exception stops reading and propagates
    /// to the caller.
    /// </param>
    /// <param name="ended">
    /// Ends when the log is complete, usually when the snapshot reaches a final state: only the state shows the end of a build, because
    /// the log of a failed build stays open. The result is the snapshot as last read, or null if it was removed. If there is no task, the log is
    /// read up to its current end.
    /// </param>
    /// <returns>The failure according to the log, or null if the log is empty or reports success.</returns>
    /// <exception cref="DaytonaApiException">The service refused. Only if the log is not followed.</exception>
    /// <exception cref="DaytonaConnectionException">The service could not be reached. Only if the log is not followed.</exception>
    public virtual async Task<BuildFailure?> ReadBuildLogAsync(
        SnapshotReference snapshot, Action<BuildLogLine> onLine, Task<Snapshot?>? ended = null, CancellationToken cancellationToken = default)
    {
        string id = IsId(snapshot) ? snapshot.NameOrId! : (await GetAsync(snapshot, Begin(timeout: null, cancellationToken)).ConfigureAwait(false)).Id;
        return await ReadLogAsync(id, Required(onLine), ended, deadline: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Tests a snapshot: starts a sandbox from it, runs commands in it and deletes it, also after a cancellation. The service
    /// deletes a sandbox that was left behind, and so does the next test.
    /// </summary>
    /// <param name="snapshot">The snapshot, or its name or ID.</param>
    /// <param name="options">The commands and the time limit; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the test, and deletes the sandbox.</param>
    /// <returns>Whether the sandbox started and the commands succeeded.</returns>
    /// <exception cref="DaytonaApiException">The test could not be carried out, for example because a permission is missing.</exception>
    /// <exception cref="ToolboxException">The commands could not be run.</exception>
    public virtual Task<SnapshotTestResult> TestAsync(
        SnapshotReference snapshot, TestSnapshotOptions? options = null, CancellationToken cancellationToken = default) =>
        TestAsync(snapshot, options ??= new TestSnapshotOptions(), Begin(options.Timeout, cancellationToken));

    /// <summary>Tests a snapshot within the rest of a time limit.</summary>
    internal async Task<SnapshotTestResult> TestAsync(SnapshotReference snapshot, TestSnapshotOptions options, Deadline deadline) =>
        await LazyInitializer.EnsureInitialized(ref _tester, () => new SnapshotTester(_client))!
            .RunAsync(await GetAsync(snapshot, deadline).ConfigureAwait(false), options, deadline).ConfigureAwait(false);

    /// <summary>Tests a snapshot as <see cref="TestAsync(SnapshotReference, TestSnapshotOptions?, CancellationToken)"/> does, and throws if it fails. For <see cref="SetSnapshotOptions.VerifyAsync"/>.</summary>
    /// <param name="snapshot">The snapshot, or its name or ID.</param>
    /// <param name="options">The commands and the time limit; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the test, and deletes the sandbox.</param>
    /// <returns>A task that ends when the snapshot has passed.</returns>
    /// <exception cref="SnapshotTestException">The snapshot failed its test.</exception>
    public async Task EnsurePassesAsync(SnapshotReference snapshot, TestSnapshotOptions? options = null, CancellationToken cancellationToken = default)
    {
        SnapshotTestResult result = await TestAsync(snapshot, options, cancellationToken).ConfigureAwait(false);
        if (!result.Success) throw new SnapshotTestException(result);
    }

    /// <summary>Finds the snapshot of a reference within a time limit.</summary>
    /// <exception cref="SnapshotException">There is none.</exception>
    private async Task<Snapshot> GetAsync(SnapshotReference reference, Deadline deadline) => reference.Snapshot
        ?? await deadline.RunAsync(token => FindAsync(reference.NameOrId!, token)).ConfigureAwait(false)
        ?? throw new SnapshotException(SnapshotFailure.NotFound, reference.NameOrId!, $"No snapshot has the name or ID '{reference.NameOrId}'.");

    private static bool IsId(SnapshotReference reference) => Guid.TryParse(reference.NameOrId, out _);

    private Task<BuildFailure?> ReadLogAsync(
        string id, Action<BuildLogLine> onLine, Task<Snapshot?>? ended, Deadline? deadline, CancellationToken cancellationToken) =>
        new BuildLogReader(Session.Api, id, onLine, ended, Session.Time, BuildLogTimes.Within(Session.Options.OperationTimeout), deadline).RunAsync(cancellationToken);

    /// <summary>Finds the snapshot of a reference for a change, before any request that changes something.</summary>
    /// <exception cref="SnapshotException">There is none, it is general, or it belongs to an organization other than the credential's.</exception>
    internal async Task<Snapshot> GetOwnAsync(SnapshotReference reference, Deadline deadline)
    {
        Snapshot snapshot = await GetAsync(reference, deadline).ConfigureAwait(false);
        if (snapshot.General) throw new SnapshotException(SnapshotFailure.General, snapshot, $"'{snapshot.Name}' is a general snapshot, which can't be changed.");
        if (snapshot.OrganizationId is not { Length: > 0 } owner || IsKnownAsOwn(snapshot)) return snapshot;
        string? organization = await deadline.RunAsync(_client.Account.FindOrganizationIdAsync).ConfigureAwait(false);
        if (organization is null || IsSameId(organization, owner)) return snapshot;
        throw new SnapshotException(
            SnapshotFailure.OtherOrganization, snapshot, $"'{snapshot.Name}' belongs to organization {owner}, and the credential to organization {organization}.");
    }

    /// <summary>Sends a change of a snapshot. If the response is lost, the snapshot is read before the change is sent again.</summary>
    /// <param name="change">The change, such as <c>removal</c>.</param>
    /// <param name="find">The result according to the snapshot as read; null if the change was not carried out.</param>
    private Task<T> SendChangeAsync<T>(
        Snapshot snapshot, string change, Func<CancellationToken, Task<T>> send, Func<Snapshot?, Found<T>?> find, Deadline deadline) =>
        deadline.RunAsync(token => Session.Changes.RunAsync(
            $"the {change} of '{snapshot.Name}'",
            send,
            async (_, reading) => find(await FindByIdAsync(snapshot.Id, reading).ConfigureAwait(false)),
            token));

    /// <summary>Reads a snapshot once more after a change of it has failed, also after the time limit.</summary>
    internal Task<Found<Snapshot?>?> ReadFinallyAsync(Snapshot snapshot, Deadline deadline) => deadline.ReadFinallyAsync(token => FindByIdAsync(snapshot.Id, token));

    /// <summary>Whether the snapshot is known to belong to the credential's organization.</summary>
    private bool IsKnownAsOwn(Snapshot snapshot) =>
        Session.Organization.Id is { } organization && IsSameId(organization, snapshot.OrganizationId);

    private async Task<Snapshot?> FindInListingAsync(string name, CancellationToken cancellationToken)
    {
        await foreach (Snapshot snapshot in ListAsync(new SnapshotFilter { NameContains = name }, cancellationToken).ConfigureAwait(false))
        {
            if (snapshot.Name == name) return snapshot;
        }

        return null;
    }

    /// <summary>Starts the time limit of a call.</summary>
    internal Deadline Begin(TimeSpan? timeout, CancellationToken cancellationToken) => new(timeout, Session.Time, cancellationToken);

    private static bool IsSameId(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static T Required<T>(T value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : class => value ?? throw new ArgumentNullException(name);
}
