namespace Daytona.Snapshots.Client.Logs;

/// <summary>The outcome of reading a log once from its beginning.</summary>
/// <param name="Received">The number of bytes, including known ones.</param>
/// <param name="Failure">The reason why the log was cut short, or null if the server ended it.</param>
internal readonly record struct LogReadResult(long Received, DaytonaException? Failure)
{
    /// <summary>Whether the builder has no log, usually because the build has not started yet.</summary>
    public bool IsMissing => Failure is DaytonaApiException
    {
        Reason: ApiErrorReason.NotFound or ApiErrorReason.SnapshotNotFound or ApiErrorReason.NotBuilt,
    };

    /// <summary>Whether the host refused the credential, which must not be sent to it again: the service blocks an address after a few of those.</summary>
    public bool IsRefused => Failure is DaytonaApiException
    {
        Reason: ApiErrorReason.CredentialRefused or ApiErrorReason.Forbidden or ApiErrorReason.PermissionMissing
            or ApiErrorReason.OrganizationRefused or ApiErrorReason.OrganizationSuspended,
    };

    /// <summary>Whether the host went silent.</summary>
    public bool IsStalled => Failure is DaytonaConnectionException { Failure: ConnectionFailure.Timeout };
}
