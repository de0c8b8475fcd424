namespace Daytona.Local;

/// <summary>A fault as the control endpoint takes it.</summary>
internal sealed record FaultForm
{
    public string? Method { get; init; }

    public string? Path { get; init; }

    public int? Nth { get; init; }

    public int? Every { get; init; }

    public int? Count { get; init; }

    /// <summary>What happens; not needed where someone else creates or removes.</summary>
    public FaultKind? Kind { get; init; }

    public int? Status { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    public string? Body { get; init; }

    /// <summary>The delay in milliseconds.</summary>
    public int Delay { get; init; }

    public int Bytes { get; init; } = 1024;

    /// <summary>How many snapshots someone else creates meanwhile.</summary>
    public int Create { get; init; }

    /// <summary>How many of the newest snapshots someone else removes meanwhile.</summary>
    public int Remove { get; init; }

    /// <exception cref="ArgumentException">It says nothing that could happen.</exception>
    public void AddTo(LocalServer server) => server.Faults.Add(new Fault
    {
        Method = Method,
        Path = Path,
        Nth = Nth,
        Every = Every,
        Count = Count,
        Kind = FindKind(),
        Status = Status,
        Headers = Headers,
        Body = Body,
        Delay = TimeSpan.FromMilliseconds(Delay),
        Bytes = Bytes,
        Meanwhile = Act,
    });

    private FaultKind FindKind()
    {
        if (Create < 0 || Remove < 0) throw new ArgumentException("create and remove count snapshots.");
        if (Create == 0 && Remove == 0)
        {
            return Kind is { } kind and not FaultKind.Meanwhile
                ? kind
                : throw new ArgumentException("Say what happens: a kind, or how many snapshots someone else creates or removes.");
        }

        return Kind is null or FaultKind.Meanwhile
            ? FaultKind.Meanwhile
            : throw new ArgumentException("create and remove are a fault of their own, and go with no other kind.");
    }

    private void Act(LocalServer server)
    {
        foreach (LocalSnapshot snapshot in server.Snapshots.TakeLast(Remove)) server.Remove(snapshot);
        for (int i = 0; i < Create; i++) server.AddSnapshot($"meanwhile-{Guid.NewGuid():N}"[..18]);
    }
}
