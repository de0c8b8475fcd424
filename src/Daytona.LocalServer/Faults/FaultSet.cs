namespace Daytona.Local.Faults;

/// <summary>The faults of a server, evaluated in the order in which they were added.</summary>
public sealed class FaultSet : CopyOnWriteList<Fault>
{
    /// <summary>Adds a fault. The same fault is returned, whose counters show what it did.</summary>
    /// <exception cref="ArgumentException">The fault is not valid.</exception>
    public override Fault Add(Fault item) => item.Validate() is { } mistake ? throw new ArgumentException(mistake, nameof(item)) : base.Add(item);

    /// <summary>The fault that applies to a request, or null. All matching faults count the request.</summary>
    internal Fault? Find(string method, string target)
    {
        Fault? found = null;
        foreach (Fault fault in this)
        {
            if (fault.IsDue(method, target) && found is null && fault.TryHappen()) found = fault;
        }

        return found;
    }
}
