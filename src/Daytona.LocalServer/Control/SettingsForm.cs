namespace Daytona.Local.Control;

/// <summary>The options that can be changed while the server runs, for the control endpoint; times in milliseconds.</summary>
internal sealed record SettingsForm
{
    public int? Latency { get; init; }

    public int? QueueTime { get; init; }

    public int? PullTime { get; init; }

    public int? BuildTime { get; init; }

    public int? ValidationTime { get; init; }

    public int? RemovalDelay { get; init; }

    public int? SlowTime { get; init; }

    public int? SandboxStartTime { get; init; }

    public int? SandboxStopTime { get; init; }

    /// <summary>Whether sandboxes answer common commands such as <c>echo</c> without a rule.</summary>
    public bool? CommonCommands { get; init; }

    /// <summary>Whether sandboxes have an older daemon, without a shell.</summary>
    public bool? OlderDaemon { get; init; }

    public bool? Maintenance { get; init; }

    public bool? Notifications { get; init; }

    /// <summary>The number of times that each event of the channel is sent: 0 loses events, 2 duplicates them.</summary>
    public int? EventCopies { get; init; }

    /// <summary>
    /// The same for single kinds of events, such as <c>snapshot.removed</c>; the others follow the number above.
    /// </summary>
    public Dictionary<string, int> EventCopiesOf { get; init; } = [];

    public int? EventDelay { get; init; }

    /// <summary>The number of events after which a connection of the channel is closed; 0 for never.</summary>
    public int? CloseAfterEvents { get; init; }

    /// <summary>Whether the channel's connections are closed now.</summary>
    public bool CloseConnections { get; init; }

    /// <summary>Requests per minute; 0 for no limit.</summary>
    public int? RateLimit { get; init; }

    public int? RateLimitWindow { get; init; }

    /// <summary>The number of failed logins that block the address; 0 for never.</summary>
    public int? FailedLoginLimit { get; init; }

    public int? FailedLoginWindow { get; init; }

    /// <summary>Whether the server has an object storage.</summary>
    public bool? Storage { get; init; }

    public BuildLogFormat? LogFormat { get; init; }

    /// <exception cref="ArgumentException">A number is below zero; nothing is changed then.</exception>
    public void ApplyTo(LocalServer server)
    {
        int?[] numbers =
        [
            Latency, QueueTime, PullTime, BuildTime, ValidationTime, RemovalDelay, SlowTime, SandboxStartTime,
            SandboxStopTime, EventCopies, EventDelay, CloseAfterEvents, RateLimit, RateLimitWindow, FailedLoginLimit,
            FailedLoginWindow,
            .. EventCopiesOf.Values.Select(static copies => (int?)copies),
        ];
        if (numbers.Any(static number => number < 0)) throw new ArgumentException("Settings must not be negative.");

        LocalServerOptions options = server.Options;
        options.Latency = Time(Latency, options.Latency);
        options.QueueTime = Time(QueueTime, options.QueueTime);
        options.PullTime = Time(PullTime, options.PullTime);
        options.BuildTime = Time(BuildTime, options.BuildTime);
        options.ValidationTime = Time(ValidationTime, options.ValidationTime);
        options.RemovalDelay = Time(RemovalDelay, options.RemovalDelay);
        options.SlowTime = Time(SlowTime, options.SlowTime);
        options.SandboxStartTime = Time(SandboxStartTime, options.SandboxStartTime);
        options.SandboxStopTime = Time(SandboxStopTime, options.SandboxStopTime);
        server.Toolbox.AnswersCommonCommands = CommonCommands ?? server.Toolbox.AnswersCommonCommands;
        server.Toolbox.IsOlderDaemon = OlderDaemon ?? server.Toolbox.IsOlderDaemon;
        options.Maintenance = Maintenance ?? options.Maintenance;
        options.HasStorage = Storage ?? options.HasStorage;
        options.LogFormat = LogFormat ?? options.LogFormat;
        options.RateLimitWindow = Time(RateLimitWindow, options.RateLimitWindow);
        options.FailedLoginWindow = Time(FailedLoginWindow, options.FailedLoginWindow);
        if (RateLimit is { } rate) options.RateLimit = rate == 0 ? null : rate;
        if (FailedLoginLimit is { } logins) options.FailedLoginLimit = logins == 0 ? null : logins;
        ApplyTo(server.Notifications);
    }

    private void ApplyTo(NotificationChannel channel)
    {
        channel.IsOn = Notifications ?? channel.IsOn;
        channel.Delay = Time(EventDelay, channel.Delay);
        if (CloseAfterEvents is { } events) channel.CloseAfterEvents = events == 0 ? null : events;
        if (EventCopies is not null || EventCopiesOf.Count > 0)
        {
            int usual = EventCopies ?? 1;
            channel.Copies = (kind, _) => EventCopiesOf.GetValueOrDefault(kind, usual);
        }

        if (CloseConnections) channel.CloseConnections();
    }

    private static TimeSpan Time(int? milliseconds, TimeSpan current) =>
        milliseconds is { } given ? TimeSpan.FromMilliseconds(given) : current;
}
