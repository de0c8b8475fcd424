namespace Daytona.Local;

public sealed partial class LocalServer
{
    /// <summary>The snapshots, in the order of their creation.</summary>
    public IReadOnlyList<LocalSnapshot> Snapshots => _parts.Snapshots.ToList();

    /// <summary>The latest builds, with the files and the log of their builder.</summary>
    public IReadOnlyList<LocalBuild> Builds => _parts.Builds.ToList();

    /// <summary>The objects in the storage, by key.</summary>
    public IReadOnlyList<StoredObject> StoredObjects => _parts.Objects.ToList();

    /// <summary>The names of the images in the registry, such as <c>daytona/app:v1</c>.</summary>
    public IReadOnlyList<string> Images => _parts.Images.ToList();

    /// <summary>Adds a snapshot. Its state does not change by itself.</summary>
    /// <exception cref="ArgumentException">The name or the ID is taken.</exception>
    public LocalSnapshot AddSnapshot(
        string name, string state = SnapshotStates.Active, Action<LocalSnapshot>? change = null) =>
        _parts.Snapshots.Add(Guid.NewGuid(), DefaultOrganization.Id, name, snapshot =>
        {
            SnapshotSeed.Complete(snapshot, state, Regions[0]);
            string? reference = snapshot.Ref;
            change?.Invoke(snapshot);
            if (snapshot.BuildInfo is null || reference is null || snapshot.Ref != reference) return;
            (snapshot.ImageName, snapshot.Ref) = ("", SnapshotLifecycle.ReferenceOf(snapshot));
        }, out _) ?? throw new ArgumentException($"Snapshot '{name}' already exists.", nameof(name));

    /// <summary>Changes a snapshot; a new state is reported to all listeners, as one that the service set itself.</summary>
    /// <returns>Whether it still existed.</returns>
    public bool Change(LocalSnapshot snapshot, Action<LocalSnapshot> change)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(change);
        return _parts.Snapshots.Change(snapshot, change);
    }

    /// <summary>Changes the snapshot of a name. Returns whether there is one.</summary>
    public bool Change(string name, Action<LocalSnapshot> change) =>
        Find(name) is { } snapshot && Change(snapshot, change);

    /// <summary>Removes a snapshot immediately, as the service's cleanup does. Returns whether it still existed.</summary>
    public bool Remove(LocalSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return _parts.Snapshots.Remove(snapshot);
    }

    /// <summary>Finds a snapshot by its name: the default organization's own first.</summary>
    public LocalSnapshot? Find(string name) =>
        _parts.Snapshots.FindByName(name, DefaultOrganization.Id) ?? Snapshots.FirstOrDefault(it => it.Name == name);

    /// <summary>An organization's own snapshot of a name.</summary>
    internal LocalSnapshot? Find(string name, LocalOrganization organization) =>
        _parts.Snapshots.FindByName(name, organization.Id) is { } found && found.OrganizationId == organization.Id ? found : null;

    /// <summary>Waits until the snapshot of a name satisfies a condition, which receives null if there is none.</summary>
    public Task WaitForSnapshotAsync(
        string name, Func<LocalSnapshot?, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return _parts.Snapshots.WaitAsync(() => condition(Find(name)), cancellationToken);
    }

    /// <summary>Puts an object into the storage, as an upload does; a context at <c>{organizationId}/{hash}/context.tar</c>.</summary>
    public StoredObject StoreObject(string key, ReadOnlyMemory<byte> content) =>
        _parts.Objects.Put(key, content, content.Length, Guid.NewGuid().ToString("N"));
}
