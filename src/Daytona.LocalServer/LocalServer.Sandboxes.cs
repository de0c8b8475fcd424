namespace Daytona.Local;

public sealed partial class LocalServer
{
    /// <summary>The sandboxes, in the order of their creation.</summary>
    public IReadOnlyList<LocalSandbox> Sandboxes => _parts.Sandboxes.ToList();

    /// <summary>The responses of sandboxes to commands.</summary>
    public ToolboxRuleSet Toolbox => _parts.Toolbox;

    /// <summary>The private registries that were configured, the oldest first.</summary>
    public IReadOnlyList<LocalRegistry> Registries => _parts.Registries.ToList();

    /// <summary>Adds a sandbox of the default organization. Its state does not change by itself.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public LocalSandbox AddSandbox(string name, Action<LocalSandbox>? change = null)
    {
        var sandbox = new LocalSandbox(name, DefaultOrganization.Id, _parts.Sandboxes.Now);
        change?.Invoke(sandbox);
        return _parts.Sandboxes.Add(sandbox)
            ? sandbox
            : throw new ArgumentException($"Sandbox '{name}' already exists.", nameof(name));
    }

    /// <summary>Changes a sandbox; a new state is reported to all listeners.</summary>
    public bool Change(LocalSandbox sandbox, Action<LocalSandbox> change)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        ArgumentNullException.ThrowIfNull(change);
        return _parts.Sandboxes.Change(sandbox, change);
    }

    /// <summary>Waits until the sandboxes satisfy a condition.</summary>
    public Task WaitForSandboxesAsync(
        Func<IReadOnlyList<LocalSandbox>, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return _parts.Sandboxes.WaitAsync(() => condition(Sandboxes), cancellationToken);
    }
}
