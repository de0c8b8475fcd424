namespace Daytona.Local;

public sealed partial class LocalServer
{
    /// <summary>The snapshots, in the order of their creation.</summary>
    public IReadOnlyList<LocalSnapshot> Snapshots => _snapshots.ToList();

    /// <summary>The sandboxes, in the order of their creation.</summary>
    public IReadOnlyList<LocalSandbox> Sandboxes => _sandboxes.ToList();

    /// <summary>The latest builds, with the files and the log of their builder.</summary>
    public IReadOnlyList<LocalBuild> Builds => _builds.ToList();

    /// <summary>The objects in the storage, by key.</summary>
    public IReadOnlyList<StoredObject> StoredObjects => _objects.ToList();

    /// <summary>The names of the images in the registry, such as <c>daytona/app:v1</c>.</summary>
    public IReadOnlyList<string> Images => _images.ToList();

    /// <summary>The private registries that were configured, the oldest first.</summary>
    public IReadOnlyList<LocalRegistry> Registries => _registries.ToList();

    /// <summary>Adds a snapshot. Its state does not change by itself.</summary>
    /// <exception cref="ArgumentException">The name or the ID is taken.</exception>
    public LocalSnapshot AddSnapshot(
        string name, string state = SnapshotStates.Active, Action<LocalSnapshot>? change = null) =>
        _snapshots.Add(Guid.NewGuid(), DefaultOrganization.Id, name, snapshot =>
        {
            SnapshotSeed.Complete(snapshot, state, Regions[0]);
            string? reference = snapshot.Ref;
            change?.Invoke(snapshot);
            if (snapshot.BuildInfo is null || reference is null || snapshot.Ref != reference) return;
            (snapshot.ImageName, snapshot.Ref) = ("", SnapshotLifecycle.ReferenceOf(snapshot));
        }, out _) ?? throw new ArgumentException($"Snapshot '{name}' already exists.", nameof(name));

    /// <summary>Changes a snapshot; a new state is reported to all listeners, as one that the service set itself.</summary>
    /// <returns>Whether it still existed.</returns>
    public bool Change(LocalSnapshot snapshot, Action<LocalSnapshot> change) => _snapshots.Change(snapshot, change);

    /// <summary>Changes the snapshot of a name. Returns whether there is one.</summary>
    public bool Change(string name, Action<LocalSnapshot> change) => Find(name) is { } snapshot && Change(snapshot, change);

    /// <summary>Removes a snapshot immediately, as the service's cleanup does. Returns whether it still existed.</summary>
    public bool Remove(LocalSnapshot snapshot) => _snapshots.Remove(snapshot);

    /// <summary>Finds a snapshot by its name: the default organization's own first.</summary>
    public LocalSnapshot? Find(string name) =>
        _snapshots.FindByName(name, DefaultOrganization.Id) ?? Snapshots.FirstOrDefault(it => it.Name == name);

    /// <summary>Waits until the snapshot of a name satisfies a condition, which receives null if there is none.</summary>
    public Task WaitForSnapshotAsync(
        string name, Func<LocalSnapshot?, bool> condition, CancellationToken cancellationToken = default) =>
        _snapshots.WaitAsync(() => condition(Find(name)), cancellationToken);

    /// <summary>Puts an object into the storage, as an upload does; a context at <c>{organizationId}/{hash}/context.tar</c>.</summary>
    public StoredObject StoreObject(string key, ReadOnlyMemory<byte> content) =>
        _objects.Put(key, content, content.Length, Guid.NewGuid().ToString("N"));

    /// <summary>Adds a sandbox of the default organization. Its state does not change by itself.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public LocalSandbox AddSandbox(string name, Action<LocalSandbox>? change = null)
    {
        var sandbox = new LocalSandbox(name, DefaultOrganization.Id, _sandboxes.Now);
        change?.Invoke(sandbox);
        return _sandboxes.Add(sandbox)
            ? sandbox
            : throw new ArgumentException($"Sandbox '{name}' already exists.", nameof(name));
    }

    /// <summary>Changes a sandbox; a new state is reported to all listeners.</summary>
    public bool Change(LocalSandbox sandbox, Action<LocalSandbox> change) => _sandboxes.Change(sandbox, change);

    /// <summary>Waits until the sandboxes satisfy a condition.</summary>
    public Task WaitForSandboxesAsync(
        Func<IReadOnlyList<LocalSandbox>, bool> condition, CancellationToken cancellationToken = default) =>
        _sandboxes.WaitAsync(() => condition(Sandboxes), cancellationToken);
}
