using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Daytona.Local.Control;

/// <summary>The body of a control request, whose fields have the names of what they set.</summary>
internal abstract record ControlForm
{
    /// <summary>Sets all properties of a target for which the form has a value. A time is in milliseconds.</summary>
    public void CopyTo(object target)
    {
        foreach (PropertyInfo field in GetType().GetProperties())
        {
            if (field.GetValue(this) is not { } value || target.GetType().GetProperty(field.Name) is not { CanWrite: true } property) continue;
            property.SetValue(target, property.PropertyType == typeof(TimeSpan) ? TimeSpan.FromMilliseconds((int)value) : value);
        }
    }
}

/// <summary>A snapshot: a new one, or the new state of the one with that name. Without an organization, the default one.</summary>
internal sealed record SnapshotForm(
    [property: JsonRequired] string Name, string State = SnapshotStates.Active, string? ImageName = null, string? ErrorReason = null,
    bool General = false, string? Organization = null, DateTimeOffset? CreatedAt = null) : ControlForm;

/// <summary>A sandbox: a new one, or the new state of the one with that name. Memory and disk in GiB.</summary>
internal sealed record SandboxForm(
    [property: JsonRequired] string Name, string State = SandboxStates.Stopped, string? SandboxClass = null, string? Snapshot = null,
    Dictionary<string, string>? Labels = null, int? Cpu = null, int? Memory = null, int? Disk = null) : ControlForm;

/// <summary>An organization: a new one, or changes of the one with that name.</summary>
internal sealed record OrganizationForm(
    [property: JsonRequired] string Name, string? DefaultRegionId = null, int? MaxCpuPerSandbox = null, int? MaxMemoryPerSandbox = null,
    int? MaxDiskPerSandbox = null, int? SnapshotQuota = null, bool? Suspended = null, string? SuspensionReason = null) : ControlForm;

/// <summary>An API key of an organization, given by name or ID. Without permissions, it only reads.</summary>
internal sealed record KeyForm(
    [property: JsonRequired] string Name, string[]? Permissions = null, string? Organization = null, DateTimeOffset? ExpiresAt = null);

/// <summary>An access token of a user, who is added if necessary and becomes a member of the organizations.</summary>
internal sealed record TokenForm([property: JsonRequired] string User, string[]? Organizations = null);

/// <summary>A region with its runners: a new one, or more runners of an existing one.</summary>
internal sealed record RegionForm(
    [property: JsonRequired] string Id, string? Name = null, string Type = "shared", bool EnforceQuotas = false, LocalRunner[]? Runners = null);

/// <summary>The response of sandboxes to commands. The patterns contain <c>*</c> for any text; the duration is in milliseconds.</summary>
internal sealed record ToolboxRuleForm(
    string? Command = null, string? Snapshot = null, int ExitCode = 0, string Output = "", int Duration = 0) : ControlForm;

/// <summary>The options that can be changed while the server runs. 0 is no limit. An event is sent so many times: 0 loses it.</summary>
internal sealed record SettingsForm(
    int? Latency = null, int? QueueTime = null, int? PullTime = null, int? BuildTime = null,
    int? ValidationTime = null, int? RemovalDelay = null, int? SlowTime = null, int? SandboxStartTime = null,
    int? SandboxStopTime = null, bool? CommonCommands = null, bool? OlderDaemon = null, bool? Maintenance = null,
    bool? Storage = null, bool? Notifications = null, int? EventCopies = null,
    Dictionary<string, int>? EventCopiesOf = null, int? EventDelay = null, int? CloseAfterEvents = null,
    bool CloseConnections = false, int? RateLimit = null, int? RateLimitWindow = null, int? FailedLoginLimit = null,
    int? FailedLoginWindow = null) : ControlForm
{
    /// <exception cref="ArgumentException">A number is below zero; nothing is changed then.</exception>
    public void ApplyTo(LocalServer server)
    {
        IEnumerable<object?> values = typeof(SettingsForm).GetProperties().Select(it => it.GetValue(this));
        if (values.OfType<int>().Concat((IEnumerable<int>?)EventCopiesOf?.Values ?? []).Any(static number => number < 0))
            throw new ArgumentException("Settings must not be negative.");

        LocalServerOptions options = server.Options;
        CopyTo(options);
        if (RateLimit == 0) options.RateLimit = null;
        if (FailedLoginLimit == 0) options.FailedLoginLimit = null;
        options.HasStorage = Storage ?? options.HasStorage;
        server.Toolbox.AnswersCommonCommands = CommonCommands ?? server.Toolbox.AnswersCommonCommands;
        server.Toolbox.IsOlderDaemon = OlderDaemon ?? server.Toolbox.IsOlderDaemon;
        LocalNotificationChannel channel = server.Notifications;
        channel.IsOn = Notifications ?? channel.IsOn;
        channel.Delay = EventDelay is { } delay ? TimeSpan.FromMilliseconds(delay) : channel.Delay;
        channel.CloseAfterEvents = CloseAfterEvents == 0 ? null : CloseAfterEvents ?? channel.CloseAfterEvents;
        if (EventCopies is not null || EventCopiesOf is not null)
            channel.Copies = (kind, _) => EventCopiesOf?.GetValueOrDefault(kind, EventCopies ?? 1) ?? EventCopies ?? 1;
        if (CloseConnections) channel.CloseConnections();
    }
}

/// <summary>A fault of the catalog, adapted by the other fields, or a custom one; without a value, the field is removed.</summary>
/// <remarks>Other clients create and remove so many snapshots meanwhile.</remarks>
internal sealed record FaultForm(
    string? Name = null, string? Method = null, string? Path = null, int? Nth = null, int? Every = null,
    int? Count = null, FaultKind? Kind = null, int? Status = null, Dictionary<string, string>? Headers = null,
    string? Body = null, int? Delay = null, int? Bytes = null, string? Field = null,
    [property: JsonPropertyName("value")] JsonElement NewValue = default, int Create = 0, int Remove = 0) : ControlForm
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

        Fault fault = Name is null ? new Fault { Kind = FaultKind.Meanwhile, Meanwhile = Act } : FaultCatalog.Create(Name);
        CopyTo(fault);
        return NewValue.ValueKind == JsonValueKind.Undefined ? fault : fault with { Value = NewValue.GetRawText() };
    }

    private void Act(LocalServer server)
    {
        foreach (LocalSnapshot snapshot in server.Snapshots.TakeLast(Remove)) server.Remove(snapshot);
        for (int i = 0; i < Create; i++) server.AddSnapshot($"meanwhile-{Guid.NewGuid():N}"[..18]);
    }
}
