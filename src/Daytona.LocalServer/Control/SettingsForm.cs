namespace Daytona.Local;

/// <summary>
/// The options that can be changed while the server runs, as the control endpoint takes them; times in milliseconds.
/// </summary>
internal sealed record SettingsForm
{
    public int? Latency { get; init; }

    public int? QueueTime { get; init; }

    public int? PullTime { get; init; }

    public int? BuildTime { get; init; }

    public int? ValidationTime { get; init; }

    public int? RemovalDelay { get; init; }

    public bool? Maintenance { get; init; }

    public bool? Notifications { get; init; }

    /// <summary>How often each event of the channel is sent: 0 loses them, 2 doubles them.</summary>
    public int? EventCopies { get; init; }

    /// <summary>Whether the channel's connections are closed now.</summary>
    public bool CloseConnections { get; init; }

    /// <summary>Requests a minute; 0 for any number.</summary>
    public int? RateLimit { get; init; }

    /// <summary>Failed logins that block the address; 0 for none.</summary>
    public int? FailedLoginLimit { get; init; }

    public void ApplyTo(LocalServer server)
    {
        LocalServerOptions options = server.Options;
        options.Latency = Time(Latency, options.Latency);
        options.QueueTime = Time(QueueTime, options.QueueTime);
        options.PullTime = Time(PullTime, options.PullTime);
        options.BuildTime = Time(BuildTime, options.BuildTime);
        options.ValidationTime = Time(ValidationTime, options.ValidationTime);
        options.RemovalDelay = Time(RemovalDelay, options.RemovalDelay);
        options.Maintenance = Maintenance ?? options.Maintenance;
        server.Notifications.IsOn = Notifications ?? server.Notifications.IsOn;
        if (EventCopies is { } copies) server.Notifications.Copies = (_, _) => copies;
        if (CloseConnections) server.Notifications.CloseConnections();
        if (RateLimit is { } rate) options.RateLimit = rate == 0 ? null : rate;
        if (FailedLoginLimit is { } logins) options.FailedLoginLimit = logins == 0 ? null : logins;
    }

    private static TimeSpan Time(int? milliseconds, TimeSpan current) =>
        milliseconds is { } given ? TimeSpan.FromMilliseconds(given) : current;
}
