using System.Collections;

namespace Daytona.Local.Faults;

/// <summary>The faults of a server, evaluated in the order in which they were added.</summary>
public sealed class FaultSet : IReadOnlyCollection<Fault>
{
    private readonly object _gate = new();
    private Fault[] _faults = [];

    /// <summary>The number of faults.</summary>
    public int Count => _faults.Length;

    /// <summary>Adds a fault. The same fault is returned, whose counters show what it did.</summary>
    /// <exception cref="ArgumentException">The fault is not valid.</exception>
    public Fault Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Validate() is { } mistake) throw new ArgumentException(mistake, nameof(fault));
        lock (_gate) _faults = [.. _faults, fault];
        return fault;
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (_gate) _faults = [];
    }

    /// <summary>Lists the faults.</summary>
    public IEnumerator<Fault> GetEnumerator() => ((IEnumerable<Fault>)_faults).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The fault that applies to a request, or null. All matching faults count the request.</summary>
    internal Fault? Find(string method, string target)
    {
        Fault? found = null;
        foreach (Fault fault in _faults)
        {
            if (fault.IsDue(method, target) && found is null && fault.TryHappen()) found = fault;
        }

        return found;
    }
}
