namespace Daytona.Snapshots;

/// <summary>How a client reaches the service.</summary>
public sealed record DaytonaClientOptions
{
    /// <summary>The address of Daytona's own service.</summary>
    public static Uri DefaultApiUrl { get; } = new("https://app.daytona.io/api");

    /// <summary>The address of the API.</summary>
    public Uri ApiUrl { get; init; } = DefaultApiUrl;

    /// <summary>The API key or the access token.</summary>
    public required Secret Credential { get; init; }

    /// <summary>The organization. Needed with an access token; with an API key the service ignores it.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>What the requests call themselves, as <c>Daytona.Snapshots/1.0 PowerShell/7.6</c>.</summary>
    public string UserAgent { get; init; } = "Daytona.Snapshots";

    /// <summary>The value of <c>X-Daytona-Source</c>, by which the service tells its clients apart.</summary>
    public string Source { get; init; } = "dotnet";

    /// <summary>Whether a credential may go over plain http to another machine.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>
    /// Whether waits listen to the service's notifications. Without them they ask again and again, which is for networks
    /// that let no WebSocket through.
    /// </summary>
    public bool UseNotifications { get; init; } = true;

    /// <summary>How long one request may take before it counts as broken. The service itself may wait 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);
}
