using System.Text.Json;
using System.Text.Json.Serialization;

namespace Daytona.Local.Control;

/// <summary>A snapshot: a new one, or the new state of the one with that name. Without an organization, the default one.</summary>
internal sealed record SnapshotForm(
    [property: JsonRequired] string Name, string State = SnapshotStates.Active, string ImageName = "alpine:3.20", string? ErrorReason = null,
    bool General = false, string? Organization = null, DateTimeOffset? CreatedAt = null);

/// <summary>A sandbox: a new one, or the new state of the one with that name. Memory and disk in GiB.</summary>
internal sealed record SandboxForm(
    [property: JsonRequired] string Name, string State = SandboxStates.Stopped, string SandboxClass = "container", string? Snapshot = null,
    Dictionary<string, string>? Labels = null, int Cpu = 1, int Memory = 1, int Disk = 3);

/// <summary>An organization: a new one, or changes of the one with that name.</summary>
internal sealed record OrganizationForm(
    [property: JsonRequired] string Name, string? DefaultRegionId = null, int? MaxCpuPerSandbox = null, int? MaxMemoryPerSandbox = null,
    int? MaxDiskPerSandbox = null, int? SnapshotQuota = null, bool? Suspended = null, string? SuspensionReason = null);

/// <summary>An API key of an organization, given by name or ID. Without permissions, it only reads.</summary>
internal sealed record KeyForm(
    [property: JsonRequired] string Name, string[]? Permissions = null, string? Organization = null, DateTimeOffset? ExpiresAt = null);

/// <summary>An access token of a user, who is added if necessary and becomes a member of the organizations.</summary>
internal sealed record TokenForm([property: JsonRequired] string User, string[]? Organizations = null);

/// <summary>A region with its runners: a new one, or more runners of an existing one.</summary>
internal sealed record RegionForm(
    [property: JsonRequired] string Id, string? Name = null, string Type = "shared", bool EnforceQuotas = false, RunnerForm[]? Runners = null);

/// <summary>A runner of a region.</summary>
internal sealed record RunnerForm(string SandboxClass = "container", string? GpuType = null);

/// <summary>The response of sandboxes to commands. The patterns contain <c>*</c> for any text; the duration is in milliseconds.</summary>
internal sealed record ToolboxRuleForm(string? Command = null, string? Snapshot = null, int ExitCode = 0, string Output = "", int Duration = 0);

/// <summary>
/// A fault: one of the catalog, adapted by the other fields, or a custom one. The delay is in milliseconds; without a value,
/// the field is removed; other clients create and remove so many snapshots meanwhile.
/// </summary>
internal sealed record FaultForm(
    string? Name = null, string? Method = null, string? Path = null, int? Nth = null, int? Every = null,
    int? Count = null, FaultKind? Kind = null, int? Status = null, Dictionary<string, string>? Headers = null,
    string? Body = null, int? Delay = null, int? Bytes = null, string? Field = null, JsonElement Value = default,
    int Create = 0, int Remove = 0)
{
    /// <exception cref="ArgumentException">The form does not specify a fault.</exception>
    public Fault ToFault()
    {
        bool acts = Create != 0 || Remove != 0;
        if (Create < 0 || Remove < 0) throw new ArgumentException("create and remove must not be negative.");
        if (acts && Name is not null) throw new ArgumentException("create and remove can't be combined with a name.");
        if (acts && Kind is not (null or FaultKind.Meanwhile))
            throw new ArgumentException("create and remove can't be combined with a kind.");
        if (!acts && Name is null && Kind is null or FaultKind.Meanwhile)
            throw new ArgumentException("Specify a name, a kind, or a number of snapshots to create or remove.");

        Fault template = Name is null ? new Fault { Kind = FaultKind.Meanwhile, Meanwhile = Act } : FaultCatalog.Create(Name);
        return template with
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
        };
    }

    private void Act(LocalServer server)
    {
        foreach (LocalSnapshot snapshot in server.Snapshots.TakeLast(Remove)) server.Remove(snapshot);
        for (int i = 0; i < Create; i++) server.AddSnapshot($"meanwhile-{Guid.NewGuid():N}"[..18]);
    }
}
