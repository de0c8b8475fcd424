using System.Reflection;

namespace Daytona.Local.Control;

/// <summary>
/// The options that can be changed while the server runs; times in milliseconds, and 0 for no limit. An event is sent so many
/// times: 0 loses it, 2 duplicates it.
/// </summary>
internal sealed record SettingsForm(
    int? Latency = null, int? QueueTime = null, int? PullTime = null, int? BuildTime = null,
    int? ValidationTime = null, int? RemovalDelay = null, int? SlowTime = null, int? SandboxStartTime = null,
    int? SandboxStopTime = null, bool? CommonCommands = null, bool? OlderDaemon = null, bool? Maintenance = null,
    bool? Storage = null, bool? Notifications = null, int? EventCopies = null,
    Dictionary<string, int>? EventCopiesOf = null, int? EventDelay = null, int? CloseAfterEvents = null,
    bool CloseConnections = false, int? RateLimit = null, int? RateLimitWindow = null, int? FailedLoginLimit = null,
    int? FailedLoginWindow = null)
{
    /// <exception cref="ArgumentException">A number is below zero; nothing is changed then.</exception>
    public void ApplyTo(LocalServer server)
    {
        IEnumerable<object?> values = typeof(SettingsForm).GetProperties().Select(it => it.GetValue(this));
        if (values.OfType<int>().Concat((IEnumerable<int>?)EventCopiesOf?.Values ?? []).Any(static number => number < 0))
            throw new ArgumentException("Settings must not be negative.");

        LocalServerOptions options = server.Options;
        foreach (PropertyInfo setting in typeof(SettingsForm).GetProperties())
        {
            if (setting.GetValue(this) is not { } value || typeof(LocalServerOptions).GetProperty(setting.Name) is not { } option) continue;
            option.SetValue(options, option.PropertyType == typeof(TimeSpan) ? TimeSpan.FromMilliseconds((int)value) : value is 0 ? null : value);
        }

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
