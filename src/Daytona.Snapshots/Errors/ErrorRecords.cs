namespace Daytona.Snapshots.Errors;

/// <summary>Turns the client's exceptions into errors, each with what to do.</summary>
internal static class ErrorRecords
{
    /// <param name="exception">The failure.</param>
    /// <param name="target">The object it is about; null if there is none.</param>
    /// <param name="apiUrl">The URL that was used; null if there was none.</param>
    public static CmdletError For(DaytonaException exception, object? target, Uri? apiUrl) => exception switch
    {
        NoCredentialsException => ErrorId.NoCredentials.With(exception.Message, target, exception),
        CredentialException => ErrorId.CredentialUnusable.With(exception.Message, target, exception),
        DaytonaConnectionException connection => ConnectionErrors.For(connection, target, apiUrl),
        DaytonaApiException api => ApiErrors.For(api, target, apiUrl),
        UnexpectedResponseException => ErrorId.UnexpectedResponse.With(
            $"{ErrorText.Sentence(exception.Message)} The server may be of another version, or a proxy may have changed the response.", target, exception),
        SnapshotException snapshot => SnapshotErrors.For(snapshot, target),
        SnapshotTimeoutException timeout when target is null => TimeoutErrors.NoResponse(timeout, target: null),
        SnapshotTimeoutException timeout => TimeoutErrors.NotConfirmed(target, timeout, timeout.Timeout),
        ContextUploadException => ErrorId.UploadFailed.With(
            $"{ErrorText.Sentence(exception.Message)} Try again; check that this machine can reach the storage.", target, exception),
        BuildContextException => ErrorId.InvalidBuildContext.With(exception.Message, target, exception),
        DockerfileException => InvalidFile(ErrorId.InvalidDockerfile, exception, target),
        InvalidSnapshotRequestException invalid => IdOf(invalid.Field).With(exception.Message, target, exception),
        LocalImageException image => LocalImageErrors.For(image, target),
        RegistryException registry => RegistryErrors.For(registry, target),
        ToolboxException => ErrorId.ToolboxUnavailable.With(
            $"{ErrorText.Sentence(exception.Message)} The toolbox is on the host of the region's proxy, which this machine must be able to reach.", target, exception),
        SnapshotTestException test => TestErrors.Failed(test.Result),
        SandboxCaptureException => ErrorId.CaptureFailed.With(exception.Message, target, exception),
        _ => ErrorId.DaytonaError.With(exception.Message, target, exception),
    };

    private static ErrorId IdOf(SnapshotRequestField field) => field switch
    {
        SnapshotRequestField.Name => ErrorId.InvalidSnapshotName,
        SnapshotRequestField.ImageName => ErrorId.InvalidImageName,
        SnapshotRequestField.Dockerfile => ErrorId.InvalidDockerfile,
        SnapshotRequestField.Entrypoint => ErrorId.InvalidEntrypoint,
        SnapshotRequestField.Region => ErrorId.RegionNotFound,
        _ => ErrorId.InvalidSize,
    };

    /// <summary>A file or a definition of an image that can't be used.</summary>
    public static CmdletError InvalidFile(ErrorId id, Exception exception, object? target = null)
    {
        Exception? cause = exception is DaytonaException ? exception.InnerException ?? exception : exception;
        bool isMissing = cause is FileNotFoundException or DirectoryNotFoundException;
        return (isMissing ? id with { Category = System.Management.Automation.ErrorCategory.ObjectNotFound } : id)
            .With(ErrorText.MessageOf(exception), target, exception);
    }
}
