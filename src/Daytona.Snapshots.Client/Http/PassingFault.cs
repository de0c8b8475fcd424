namespace Daytona.Snapshots.Client.Http;

/// <summary>Tells the failures that pass by themselves, while the service is away for a moment, from those that stay.</summary>
internal static class PassingFault
{
    /// <summary>Whether the same request may succeed later.</summary>
    public static bool IsPassing(this DaytonaException exception) => exception switch
    {
        // A page of a proxy, too, where the service has answered before.
        DaytonaConnectionException connection => connection.Failure != ConnectionFailure.Tls,
        DaytonaApiException api => api.StatusCode >= 500 || api is { StatusCode: 404, FromService: false },
        _ => false,
    };

    /// <summary>Whether nobody can tell from it if the service did what was asked.</summary>
    public static bool LeavesOutcomeOpen(this DaytonaException exception) => exception switch
    {
        DaytonaConnectionException { Failure: ConnectionFailure.Broken or ConnectionFailure.Timeout or ConnectionFailure.NotDaytona } => true,
        DaytonaApiException { Reason: ApiErrorReason.ServiceFailed or ApiErrorReason.ServiceUnavailable } => true,
        _ => false,
    };
}
