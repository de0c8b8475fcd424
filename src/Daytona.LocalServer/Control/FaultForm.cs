using System.Text.Json;

namespace Daytona.Local.Control;

/// <summary>A fault for the control endpoint: one of the catalog, or a custom one.</summary>
internal sealed record FaultForm
{
    /// <summary>The name in the catalog; the other fields adapt it.</summary>
    public string? Name { get; init; }

    public string? Method { get; init; }

    public string? Path { get; init; }

    public int? Nth { get; init; }

    public int? Every { get; init; }

    public int? Count { get; init; }

    /// <summary>The kind of fault; not needed with a name, or with create or remove.</summary>
    public FaultKind? Kind { get; init; }

    public int? Status { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    public string? Body { get; init; }

    /// <summary>The delay in milliseconds.</summary>
    public int? Delay { get; init; }

    public int? Bytes { get; init; }

    /// <summary>The field to change.</summary>
    public string? Field { get; init; }

    /// <summary>The new value of the field: any JSON. If omitted, the field is removed.</summary>
    public JsonElement Value { get; init; }

    /// <summary>The number of snapshots that another client creates meanwhile.</summary>
    public int Create { get; init; }

    /// <summary>The number of newest snapshots that another client removes meanwhile.</summary>
    public int Remove { get; init; }

    /// <exception cref="ArgumentException">The form does not specify a fault.</exception>
    public void AddTo(LocalServer server)
    {
        if (Name is not null && (Create != 0 || Remove != 0))
            throw new ArgumentException("create and remove can't be combined with a name.");
        Fault template = Name is null ? new Fault { Kind = FindKind(), Meanwhile = Act } : FaultCatalog.Create(Name);
        server.Faults.Add(template with
        {
            Method = Method ?? template.Method,
            Path = Path ?? template.Path,
            Nth = Nth,
            Every = Every,
            Count = Count,
            Kind = Kind ?? template.Kind,
            Status = Status ?? template.Status,
            Headers = Headers ?? template.Headers,
            Body = Body ?? template.Body,
            Delay = Delay is { } delay ? TimeSpan.FromMilliseconds(delay) : template.Delay,
            Bytes = Bytes ?? template.Bytes,
            Field = Field ?? template.Field,
            Value = Value.ValueKind == JsonValueKind.Undefined ? template.Value : Value.GetRawText(),
        });
    }

    private FaultKind FindKind()
    {
        if (Create < 0 || Remove < 0) throw new ArgumentException("create and remove must not be negative.");
        if (Create == 0 && Remove == 0)
        {
            return Kind is { } kind and not FaultKind.Meanwhile
                ? kind
                : throw new ArgumentException(
                    "Specify a name, a kind, or a number of snapshots to create or remove.");
        }

        return Kind is null or FaultKind.Meanwhile
            ? FaultKind.Meanwhile
            : throw new ArgumentException("create and remove can't be combined with a kind.");
    }

    private void Act(LocalServer server)
    {
        foreach (LocalSnapshot snapshot in server.Snapshots.TakeLast(Remove)) server.Remove(snapshot);
        for (int i = 0; i < Create; i++) server.AddSnapshot($"meanwhile-{Guid.NewGuid():N}"[..18]);
    }
}
