namespace Daytona.Snapshots.Errors;

/// <summary>Finds the row of the table for an exception of the client.</summary>
internal static class CmdletErrors
{
    /// <summary>The error for an exception of the client, with further advice after a space on a pull or a build that failed.</summary>
    public static ErrorRecord For(DaytonaException exception, object? target = null, Uri? apiUrl = null, string advice = "")
    {
        var facts = new ErrorFacts { Cause = exception, Target = target, ApiUrl = apiUrl, Detail = advice };
        return exception switch
        {
            SnapshotException snapshot => ForSnapshot(snapshot, facts),
            SnapshotTimeoutException timeout => (target is null ? ErrorTable.NoResponse : Unconfirmed(timeout)).With(facts with { Limit = timeout.Timeout }),
            SnapshotTestException test => ErrorTable.TestFailed.With(facts with { Target = test.Result.Snapshot, Name = test.Result.Snapshot.Name }),
            DaytonaConnectionException => RowFor(exception).With(facts with { Target = target ?? apiUrl }),
            DockerfileException => ForFile(ErrorTable.InvalidDockerfile, exception, target),
            _ => RowFor(exception).With(facts),
        };
    }

    /// <summary>The error for a file or a definition of an image that can't be used.</summary>
    public static ErrorRecord ForFile(ErrorRow row, Exception exception, object? target = null)
    {
        Exception cause = exception is DaytonaException ? exception.InnerException ?? exception : exception;
        bool isMissing = cause is FileNotFoundException or DirectoryNotFoundException;
        return (isMissing ? row with { Category = ErrorCategory.ObjectNotFound } : row).With(target, cause: exception);
    }

    /// <summary>The error for a registry that was not added; or that may have been, because the response was lost or can't be read.</summary>
    public static ErrorRecord ForAddition(DaytonaException exception, string name, Uri? apiUrl)
    {
        ErrorRow row = RowFor(exception);
        string check = $" '{name}' may have been added: before you try again, check with Get-DaytonaRegistry {Parameters.ArgumentText.For(name)}.";
        return (exception.LeavesOutcomeOpen ? row with { Text = it => row.Text(it) + check } : row).With(
            new ErrorFacts { Cause = exception, Target = name, ApiUrl = apiUrl });
    }

    /// <summary>The error for an operation that did not complete in the time that the user gave. A wait may have had only the rest of it.</summary>
    public static ErrorRecord ForTimeout(SnapshotTimeoutException exception, string name, TimeSpan limit, string nextStep) => exception.Accepted
        ? ForWait(exception, name, limit, nextStep)
        : Unconfirmed(exception).With(new ErrorFacts { Cause = exception, Target = name, Snapshot = exception.Snapshot, Limit = limit });

    /// <summary>The error for a wait that did not end in time. Waiting changes nothing, so nothing needs to be confirmed.</summary>
    public static ErrorRecord ForWait(SnapshotTimeoutException exception, string name, TimeSpan limit, string nextStep) => ErrorTable.StillRunning.With(
        new ErrorFacts { Cause = exception, Target = exception.Snapshot ?? (object)name, Name = name, Snapshot = exception.Snapshot, Limit = limit, Detail = nextStep });

    /// <summary>The error for a snapshot that could not be made to match a definition.</summary>
    public static ErrorRecord ForSet(DaytonaException exception, string name, TimeSpan limit, Uri? apiUrl, bool replaces, string advice = "")
    {
        var facts = new ErrorFacts { Cause = exception, Target = name, Name = name, ApiUrl = apiUrl, Limit = limit, Detail = advice };
        return exception switch
        {
            SnapshotTimeoutException { Snapshot: { } snapshot } when snapshot.Name != name => ErrorTable.NotReplaced.With(facts with { Snapshot = snapshot }),
            SnapshotTimeoutException { Snapshot: { } snapshot } => ErrorTable.StillRunning.With(
                facts with { Snapshot = snapshot, Target = snapshot, Detail = "To complete the change, run the command again." }),
            SnapshotTimeoutException timeout => Unconfirmed(timeout).With(facts),
            SnapshotUpdateException incomplete => (incomplete.IsRemoved ? ErrorTable.OldRemoved : ErrorTable.OldMayBeRemoved).With(
                facts with { Target = incomplete.Kept, Detail = incomplete.Kept.Name }),
            SnapshotException { Failure: SnapshotFailure.CreationFailed, Snapshot: { } failed } => (failed.Name == name ? ErrorTable.SetFailed : ErrorTable.ReplacementFailed).With(
                facts with { Target = failed }),
            SnapshotException { Failure: SnapshotFailure.NameTaken, Snapshot: { General: true } general } =>
                ErrorTable.GeneralSnapshot.With(facts with { Target = general, Detail = "replaced" }),
            SnapshotException { Failure: SnapshotFailure.NameTaken } taken => ErrorTable.NameContested.With(facts with { Snapshot = taken.Snapshot }),
            SnapshotException { Failure: SnapshotFailure.Removed } => ErrorTable.ReplacementRemoved.With(facts),
            SnapshotTestException test => ErrorTable.ReplacementTestFailed.With(facts with { Target = test.Result.Snapshot }),
            DaytonaApiException { Reason: ApiErrorReason.QuotaExceeded } when replaces => ErrorTable.ReplacementQuota.With(facts),
            _ => For(exception, name, apiUrl),
        };
    }

    // A request that was never sent can't have been accepted.
    private static ErrorRow Unconfirmed(SnapshotTimeoutException exception) => exception.WasSent ? ErrorTable.NotConfirmed : ErrorTable.NoResponse;

    private static ErrorRecord ForSnapshot(SnapshotException exception, ErrorFacts facts)
    {
        facts = facts with { Name = exception.Name, Snapshot = exception.Snapshot };
        return exception.Failure switch
        {
            SnapshotFailure.General => ErrorTable.GeneralSnapshot.With(facts with { Target = exception.Snapshot, Detail = "changed" }),
            SnapshotFailure.ExistingUnusable when exception.Snapshot!.State == SnapshotState.Inactive => ErrorTable.ExistingInactive.With(facts with { Target = exception.Snapshot }),
            SnapshotFailure.NameTaken or SnapshotFailure.OtherOrganization or SnapshotFailure.MayExist => ErrorTable.Find(exception.Failure).With(facts),
            _ => ErrorTable.Find(exception.Failure).With(facts with { Target = exception.Snapshot ?? (object)exception.Name }),
        };
    }

    private static ErrorRow RowFor(DaytonaException exception) => exception switch
    {
        NoCredentialsException => ErrorTable.NoCredentials,
        CredentialException => ErrorTable.CredentialUnusable,
        DaytonaApiException { Reason: ApiErrorReason.ResourceLimitExceeded } api when api.Path.Contains("/sandbox") => ErrorTable.NoRoomForSandbox,
        DaytonaApiException { Reason: ApiErrorReason.EndpointNotFound } api when api.Path.Contains("/warm-pools") => ErrorTable.WarmPoolsUnsupported,
        DaytonaApiException { Reason: ApiErrorReason.PermissionMissing } api when api.Path == "organizations" => ErrorTable.AccessTokenRequired,
        DaytonaApiException api => ErrorTable.Find(api.Reason, ErrorTable.Refused),
        DaytonaConnectionException connection => ErrorTable.Find(connection.Failure),
        LocalImageException image => ErrorTable.Find(image.Reason),
        RegistryException registry => ErrorTable.Find(registry.Reason),
        InvalidSnapshotRequestException invalid => ErrorTable.Find(invalid.Field, ErrorTable.InvalidSize),
        UnexpectedResponseException => ErrorTable.UnexpectedResponse,
        ContextUploadException => ErrorTable.UploadFailed,
        BuildContextException => ErrorTable.InvalidBuildContext,
        ToolboxException => ErrorTable.ToolboxUnavailable,
        _ => ErrorTable.DaytonaError,
    };
}
