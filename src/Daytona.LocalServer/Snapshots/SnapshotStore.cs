namespace Daytona.Local.Snapshots;

/// <summary>All snapshots of all organizations, with the indexes for listings and lookups.</summary>
internal sealed class SnapshotStore(SnapshotJson format, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ChangeSignal _signal = new();
    private readonly Dictionary<Guid, LocalSnapshot> _byId = [];
    private readonly Dictionary<(string Organization, string Name), LocalSnapshot> _byName = [];
    private readonly Dictionary<string, SnapshotPartition> _own = [];
    private readonly SnapshotPartition _general = new();
    private readonly Dictionary<string, LocalBuildInfo> _builds = [];
    private long _sequence;

    /// <summary>Raised for every change, in order and with the store locked: handlers must return at once.</summary>
    public event Action<SnapshotChange>? Changed;

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
        Guid id,
        string organizationId,
        string name,
        Action<LocalSnapshot> fill,
        out byte[] json,
        string? contextHashesAsSent = null)
    {
        lock (_gate)
        {
            json = [];
            var snapshot = new LocalSnapshot(id, organizationId, name, ++_sequence) { CreatedAt = Now };
            snapshot.UpdatedAt = snapshot.CreatedAt;
            fill(snapshot);
            if (_byName.ContainsKey((snapshot.OrganizationId, snapshot.Name)) || !_byId.TryAdd(snapshot.Id, snapshot))
                return null;

            _byName.Add((snapshot.OrganizationId, snapshot.Name), snapshot);
            if (snapshot.BuildInfo is { } build) _builds.TryAdd(build.SnapshotRef, build);
            snapshot.IsEditable = false;
            PartitionOf(snapshot).Add(snapshot);
            json = format.Write(snapshot, SnapshotView.Created, contextHashesAsSent);
            Publish(new SnapshotChange(
                SnapshotChange.Created, snapshot.OrganizationId, snapshot.Name, null, snapshot.State, json));
            return snapshot;
        }
    }

    /// <summary>Changes a snapshot, unless the condition no longer holds or the snapshot no longer exists.</summary>
    public bool Change(
        LocalSnapshot snapshot,
        Action<LocalSnapshot> change,
        Predicate<LocalSnapshot>? condition = null)
    {
        lock (_gate)
        {
            if (!_byId.ContainsKey(snapshot.Id) || condition?.Invoke(snapshot) == false) return false;

            (Guid id, string organization, string name, string state) =
                (snapshot.Id, snapshot.OrganizationId, snapshot.Name, snapshot.State);
            PartitionOf(snapshot).Remove(snapshot);
            _byName.Remove((organization, name));
            _byId.Remove(id);
            snapshot.IsEditable = true;
            try
            {
                snapshot.UpdatedAt = Now;
                change(snapshot);
            }
            finally
            {
                snapshot.IsEditable = false;
                _byId[snapshot.Id] = snapshot;
                _byName[(snapshot.OrganizationId, snapshot.Name)] = snapshot;
                PartitionOf(snapshot).Add(snapshot);
                }

            if (state != snapshot.State)
            {
                byte[] told = snapshot.Json(format);
                Publish(new SnapshotChange(
                    SnapshotChange.StateUpdated, snapshot.OrganizationId, snapshot.Name, state, snapshot.State, told));
            }

            return true;
        }
    }

    public bool Remove(LocalSnapshot snapshot)
    {
        lock (_gate)
        {
            if (!_byId.Remove(snapshot.Id)) return false;

            _byName.Remove((snapshot.OrganizationId, snapshot.Name));
            PartitionOf(snapshot).Remove(snapshot);
            Publish(new SnapshotChange(
                SnapshotChange.Removed, snapshot.OrganizationId, snapshot.Name, null, snapshot.State,
                format.Write(snapshot, SnapshotView.Removed)));
            return true;
        }
    }

    /// <summary>Waits until a condition holds; it is checked now and after every change.</summary>
    public Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken) =>
        _signal.WaitAsync(condition, cancellationToken);

    /// <summary>The snapshot's current JSON.</summary>
    public byte[] Read(LocalSnapshot snapshot)
    {
        lock (_gate)
        {
            return snapshot.Json(format);
        }
    }

    public LocalSnapshot? FindById(Guid id)
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    /// <summary>Finds the organization's own of that name, or else anyone's general one.</summary>
    public LocalSnapshot? FindByName(string name, string organizationId)
    {
        lock (_gate)
        {
            if (_byName.TryGetValue((organizationId, name), out LocalSnapshot? own)) return own;

            foreach (LocalSnapshot general in _general.AsSpan())
            {
                if (general.Name == name) return general;
            }

            return null;
        }
    }

    public LocalSnapshot? FindAnywhere(string name)
    {
        lock (_gate)
        {
            foreach (LocalSnapshot snapshot in _byId.Values)
            {
                if (snapshot.Name == name) return snapshot;
            }

            return null;
        }
    }

    public IReadOnlyList<LocalSnapshot> ToList()
    {
        LocalSnapshot[] all;
        lock (_gate)
        {
            all = [.. _byId.Values];
        }

        // A concurrent listing does not wait for the sorting.
        Array.Sort(all, static (x, y) => x.Sequence.CompareTo(y.Sequence));
        return all;
    }

    /// <summary>The number of snapshots that count towards the organization's quota.</summary>
    public int CountAgainstQuota(string organizationId)
    {
        lock (_gate)
        {
            int count = OwnPartition(organizationId).CountAgainstQuota;
            foreach (LocalSnapshot snapshot in _general.AsSpan())
            {
                if (snapshot.OrganizationId == organizationId && SnapshotStates.CountsAgainstQuota(snapshot.State))
                    count++;
            }

            return count;
        }
    }

    /// <summary>A page of the snapshots of the organization: its own, then the general ones in the same order.</summary>
    public SnapshotPage List(string organizationId, SnapshotQuery query)
    {
        lock (_gate)
        {
            SnapshotIndex own = OwnPartition(organizationId).InOrder(query.Sort, query.Descending);
            SnapshotIndex general = _general.InOrder(query.Sort, query.Descending);
            double first = (query.Page - 1) * query.Limit;

            return query.Name is null && query.SourceSandboxId is null && !HasHidden(general, organizationId)
                ? Slice(own, general, first, query.Limit)
                : Filter(own, general, first, query, organizationId);
        }
    }

    /// <summary>The build info for a Dockerfile and its contexts; an existing one is reused.</summary>
    public LocalBuildInfo GetOrAddBuild(LocalBuildInfo build, out bool isNew)
    {
        lock (_gate)
        {
            isNew = _builds.TryAdd(build.SnapshotRef, build);
            if (isNew) return build;

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
        {
            foreach (LocalSnapshot snapshot in _byId.Values)
            {
                if (snapshot.State == SnapshotStates.Active && snapshot.BuildInfo?.SnapshotRef == snapshotRef
                    && snapshot.Size is { } size)
                    return size;
            }

            return null;
        }
    }

    private SnapshotPage Slice(SnapshotIndex own, SnapshotIndex general, double first, int limit)
    {
        int total = own.Count + general.Count;
        int from = (int)Math.Min(first, total);
        var items = new List<byte[]>(Math.Min(limit, total - from));
        for (int i = from; i < total && items.Count < limit; i++)
        {
            LocalSnapshot snapshot = i < own.Count ? own[i] : general[i - own.Count];
            items.Add(snapshot.Json(format));
        }

        return new SnapshotPage(items, total);
    }

    private SnapshotPage Filter(
        SnapshotIndex own, SnapshotIndex general, double first, SnapshotQuery query, string organizationId)
    {
        var items = new List<byte[]>();
        int total = 0;
        foreach (SnapshotIndex index in (ReadOnlySpan<SnapshotIndex>)[own, general])
        {
            foreach (LocalSnapshot snapshot in index.AsSpan())
            {
                if (snapshot.General && snapshot.HideFromUsers && snapshot.OrganizationId != organizationId) continue;
                if (query.Name?.Matches(snapshot.Name) == false) continue;
                if (query.SourceSandboxId is not null && snapshot.SourceSandboxId != query.SourceSandboxId) continue;
                if (total++ >= first && items.Count < query.Limit) items.Add(snapshot.Json(format));
            }
        }

        return new SnapshotPage(items, total);
    }

    private static bool HasHidden(SnapshotIndex general, string organizationId)
    {
        foreach (LocalSnapshot snapshot in general.AsSpan())
        {
            if (snapshot.HideFromUsers && snapshot.OrganizationId != organizationId) return true;
        }

        return false;
    }

    private SnapshotPartition PartitionOf(LocalSnapshot snapshot) =>
        snapshot.General ? _general : OwnPartition(snapshot.OrganizationId);

    private SnapshotPartition OwnPartition(string organizationId)
    {
        if (!_own.TryGetValue(organizationId, out SnapshotPartition? partition))
            _own[organizationId] = partition = new SnapshotPartition();
        return partition;
    }

    private void Publish(SnapshotChange change)
    {
        Changed?.Invoke(change);
        _signal.Raise();
    }
}
