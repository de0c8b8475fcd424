namespace Daytona.Local.Snapshots;

/// <summary>All snapshots of all organizations, with their sorted listings.</summary>
internal sealed class SnapshotStore(LocalSnapshotJson format, TimeProvider time)
{
    private readonly object _gate = new();
    private readonly ChangeSignal _signal = new();
    private readonly Dictionary<Guid, LocalSnapshot> _byId = [];
    private readonly Dictionary<(string Organization, string Name), LocalSnapshot> _byName = [];
    private readonly HashSet<LocalSnapshot> _general = [];
    private readonly Dictionary<string, LocalBuildInfo> _builds = [];
    // What an organization sees in an order: sorted when it is first read, and kept until something changes.
    private readonly Dictionary<(string Organization, LocalSnapshotOrder Order), LocalSnapshot[]> _listings = [];
    private long _sequence;

    /// <summary>Raised for every change, with its kind, the old state and the JSON of the notification: in order, and with the store locked.</summary>
    public event Action<LocalSnapshot, string, string?, byte[]>? Changed;

    /// <summary>The time as the database keeps it: in milliseconds.</summary>
    public DateTimeOffset Now
    {
        get
        {
            DateTimeOffset now = time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        }
    }

    /// <summary>Adds a snapshot; null if the organization has one of that name already.</summary>
    public LocalSnapshot? Add(
        Guid id, string organizationId, string name, Action<LocalSnapshot> fill, out byte[] json,
        string? hashesAsSent = null)
    {
        lock (_gate)
        {
            json = [];
            var snapshot = new LocalSnapshot(id, organizationId, name, ++_sequence) { CreatedAt = Now };
            snapshot.UpdatedAt = snapshot.CreatedAt;
            fill(snapshot);
            if (_byName.ContainsKey((snapshot.OrganizationId, snapshot.Name)) || _byId.ContainsKey(snapshot.Id)) return null;

            Insert(snapshot);
            if (snapshot.BuildInfo is { } build) _builds.TryAdd(build.SnapshotRef, build);
            json = format.Write(snapshot, SnapshotView.Created, hashesAsSent);
            Publish(snapshot, "snapshot.created", null, json);
            return snapshot;
        }
    }

    /// <summary>Changes a snapshot, unless the condition no longer holds or the snapshot no longer exists.</summary>
    public bool Change(LocalSnapshot snapshot, Action<LocalSnapshot> change, Predicate<LocalSnapshot>? condition = null)
    {
        lock (_gate)
        {
            if (!_byId.ContainsKey(snapshot.Id) || condition?.Invoke(snapshot) == false) return false;

            string state = snapshot.State;
            Take(snapshot);
            try
            {
                snapshot.UpdatedAt = Now;
                change(snapshot);
            }
            finally
            {
                Insert(snapshot);
            }

            if (state != snapshot.State) Publish(snapshot, "snapshot.state.updated", state, Read(snapshot));
            return true;
        }
    }

    public bool Remove(LocalSnapshot snapshot)
    {
        lock (_gate)
        {
            if (!_byId.ContainsKey(snapshot.Id)) return false;
            Take(snapshot);
            Publish(snapshot, "snapshot.removed", null, format.Write(snapshot, SnapshotView.Removed));
            return true;
        }
    }

    public Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken) => _signal.WaitAsync(condition, cancellationToken);

    public byte[] Read(LocalSnapshot snapshot)
    {
        lock (_gate) return snapshot.Json ??= format.Write(snapshot, SnapshotView.Stored);
    }

    public LocalSnapshot? FindById(Guid id)
    {
        lock (_gate) return _byId.GetValueOrDefault(id);
    }

    /// <summary>Finds the organization's own of that name, or else anyone's general one.</summary>
    public LocalSnapshot? FindByName(string name, string organizationId)
    {
        lock (_gate)
            return _byName.GetValueOrDefault((organizationId, name)) ?? _general.FirstOrDefault(it => it.Name == name);
    }

    /// <summary>All snapshots, in the order of their creation.</summary>
    public IReadOnlyList<LocalSnapshot> ToList()
    {
        LocalSnapshot[] all;
        lock (_gate) all = [.. _byId.Values];
        // A concurrent listing does not wait for the sorting.
        Array.Sort(all, static (x, y) => x.Sequence.CompareTo(y.Sequence));
        return all;
    }

    /// <summary>Whether the snapshots that count towards the organization's quota use it up.</summary>
    public bool UsesUp(LocalOrganization organization)
    {
        lock (_gate) return _byId.Count >= organization.SnapshotQuota && CountAgainstQuota(organization.Id) >= organization.SnapshotQuota;
    }

    /// <summary>The number of snapshots that count towards the organization's quota.</summary>
    public int CountAgainstQuota(string organizationId)
    {
        lock (_gate)
            return _byId.Values.Count(it => it.OrganizationId == organizationId && SnapshotStates.CountsAgainstQuota(it.State));
    }

    /// <summary>A page of the snapshots of the organization: its own, then the general ones in the same order.</summary>
    /// <returns>The JSON of each snapshot, and the number on all pages.</returns>
    public (List<byte[]> Items, int Total) List(string organizationId, LocalSnapshotQuery query)
    {
        lock (_gate)
        {
            LocalSnapshot[] listing = ListingOf(organizationId, query.Order);
            if (query.Name is not null || query.SourceSandboxId is not null) listing = Array.FindAll(listing, query.Matches);
            int first = (int)Math.Min((query.Page - 1) * query.Limit, listing.Length);
            return ([.. listing.Skip(first).Take(query.Limit).Select(Read)], listing.Length);
        }
    }

    /// <summary>The build info for a Dockerfile and its contexts; an existing one is reused.</summary>
    public LocalBuildInfo GetOrAddBuild(LocalBuildInfo build, out bool isNew)
    {
        lock (_gate)
        {
            isNew = _builds.TryAdd(build.SnapshotRef, build);
            LocalBuildInfo known = _builds[build.SnapshotRef];
            // The service notes the use of a build at most once a minute.
            if (Now - known.UpdatedAt >= TimeSpan.FromMinutes(1)) known.UpdatedAt = Now;
            return known;
        }
    }

    /// <summary>The size of a built image that is ready in a region, or null if it has to be built.</summary>
    public double? FindBuiltSize(string snapshotRef)
    {
        lock (_gate)
            return _byId.Values.FirstOrDefault(it => it.State == SnapshotStates.Active
                && it.BuildInfo?.SnapshotRef == snapshotRef && it.Size is not null)?.Size;
    }

    private LocalSnapshot[] ListingOf(string organizationId, LocalSnapshotOrder order)
    {
        if (_listings.TryGetValue((organizationId, order), out LocalSnapshot[]? listing)) return listing;
        listing = [.. _byId.Values.Where(it => it.OrganizationId == organizationId || (it.General && !it.HideFromUsers))];
        Array.Sort(listing, order);
        return _listings[(organizationId, order)] = listing;
    }

    private void Insert(LocalSnapshot snapshot)
    {
        _byId[snapshot.Id] = snapshot;
        _byName[(snapshot.OrganizationId, snapshot.Name)] = snapshot;
        if (snapshot.General) _general.Add(snapshot);
        snapshot.Json = null;
        _listings.Clear();
    }

    private void Take(LocalSnapshot snapshot)
    {
        _byId.Remove(snapshot.Id);
        _byName.Remove((snapshot.OrganizationId, snapshot.Name));
        _general.Remove(snapshot);
        _listings.Clear();
    }

    private void Publish(LocalSnapshot snapshot, string kind, string? oldState, byte[] json)
    {
        Changed?.Invoke(snapshot, kind, oldState, json);
        _signal.Raise();
    }
}
