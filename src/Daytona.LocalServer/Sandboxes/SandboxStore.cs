namespace Daytona.Local.Sandboxes;

/// <summary>All sandboxes of all organizations.</summary>
internal sealed class SandboxStore(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ChangeSignal _signal = new();
    private readonly List<LocalSandbox> _sandboxes = [];

    /// <summary>Raised for every change, in order and with the store locked: handlers must return at once.</summary>
    public event Action<SandboxChange>? Changed;

    public DateTimeOffset Now => time.GetUtcNow();

    public IReadOnlyList<LocalSandbox> ToList()
    {
        lock (_gate) return [.. _sandboxes];
    }

    /// <summary>Adds a sandbox.</summary>
    /// <returns>Whether the organization has no other of that name.</returns>
    public bool Add(LocalSandbox sandbox)
    {
        lock (_gate)
        {
            if (Find(sandbox.Name, sandbox.OrganizationId) is not null) return false;
            _sandboxes.Add(sandbox);
            Publish(new SandboxChange(SandboxChange.Created, sandbox, sandbox.State));
            return true;
        }
    }

    /// <summary>Finds a sandbox of an organization by its id or its name.</summary>
    public LocalSandbox? Find(string idOrName, string organizationId)
    {
        lock (_gate)
        {
            return _sandboxes.Find(sandbox => sandbox.OrganizationId == organizationId
                && (sandbox.Name == idOrName
                    || sandbox.Id.ToString().Equals(idOrName, StringComparison.OrdinalIgnoreCase)));
        }
    }

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
            if (sandbox.State == state) _signal.Raise();
            else Publish(new SandboxChange(SandboxChange.StateUpdated, sandbox, state));
            return true;
        }
    }

    /// <summary>Reads sandboxes while none of them changes.</summary>
    public T Read<T>(Func<T> read)
    {
        lock (_gate) return read();
    }

    /// <summary>Waits until a condition holds; it is checked now and after every change.</summary>
    public Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken) =>
        _signal.WaitAsync(condition, cancellationToken);

    private void Publish(SandboxChange change)
    {
        Changed?.Invoke(change);
        _signal.Raise();
    }
}
