namespace Daytona.Local;

/// <summary>A fault as the control endpoint takes it.</summary>
internal sealed record FaultForm
{
    public string? Method { get; init; }

    public string? Path { get; init; }

    public int? Nth { get; init; }

    public int? Every { get; init; }

    public int? Count { get; init; }

    public FaultKind Kind { get; init; }

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

    public void AddTo(LocalServer server) => server.Faults.Add(new Fault
    {
        Method = Method,
        Path = Path,
        Nth = Nth,
        Every = Every,
        Count = Count,
        Kind = Create > 0 || Remove > 0 ? FaultKind.Meanwhile : Kind,
        Status = Status,
        Headers = Headers,
        Body = Body,
        Delay = TimeSpan.FromMilliseconds(Delay),
        Bytes = Bytes,
        Meanwhile = Act,
    });

    private void Act(LocalServer server)
    {
        foreach (LocalSnapshot snapshot in server.Snapshots.TakeLast(Remove)) server.Remove(snapshot);
        for (int i = 0; i < Create; i++) server.AddSnapshot($"meanwhile-{Guid.NewGuid():N}"[..18]);
    }
}
