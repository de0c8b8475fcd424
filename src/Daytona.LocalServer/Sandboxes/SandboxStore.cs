namespace Daytona.Local.Sandboxes;

/// <summary>All sandboxes of all organizations.</summary>
internal sealed class SandboxStore(TimeProvider time)
{
    private readonly object _gate = new();
    private readonly ChangeSignal _signal = new();
    private readonly List<LocalSandbox> _sandboxes = [];

    /// <summary>Raised for every new sandbox, with null, and for every new state, with the old one; with the store locked.</summary>
    public event Action<LocalSandbox, string?>? Changed;

    public DateTimeOffset Now => time.GetUtcNow();

    public IReadOnlyList<LocalSandbox> ToList() => Read(static all => all.ToArray());

    /// <summary>Reads sandboxes while none of them changes.</summary>
    public T Read<T>(Func<List<LocalSandbox>, T> read)
    {
        lock (_gate) return read(_sandboxes);
    }

    /// <returns>Whether the organization has no other of that name.</returns>
    public bool Add(LocalSandbox sandbox)
    {
        lock (_gate)
        {
            if (Find(sandbox.Name, sandbox.OrganizationId) is not null) return false;
            _sandboxes.Add(sandbox);
            Changed?.Invoke(sandbox, null);
            _signal.Raise();
            return true;
        }
    }

    /// <summary>Finds a sandbox of an organization by its id or its name.</summary>
    public LocalSandbox? Find(string idOrName, string organizationId) => Read(all => all.Find(sandbox =>
        sandbox.OrganizationId == organizationId
        && (sandbox.Name == idOrName || sandbox.Id.ToString().Equals(idOrName, StringComparison.OrdinalIgnoreCase))));

    /// <summary>Changes a sandbox, unless the condition no longer holds or the sandbox no longer exists.</summary>
    public bool Change(LocalSandbox sandbox, Action<LocalSandbox> change, Predicate<LocalSandbox>? condition = null)
    {
        lock (_gate)
        {
            if (!_sandboxes.Contains(sandbox) || condition?.Invoke(sandbox) == false) return false;
            string state = sandbox.State;
            change(sandbox);
            sandbox.UpdatedAt = Now;
            if (sandbox.State == SandboxStates.Destroyed) _sandboxes.Remove(sandbox);
            if (sandbox.State != state) Changed?.Invoke(sandbox, state);
            _signal.Raise();
            return true;
        }
    }

    public Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken) => _signal.WaitAsync(condition, cancellationToken);
}
