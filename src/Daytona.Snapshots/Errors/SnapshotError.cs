using System.Globalization;
using System.Management.Automation;
using Daytona.Snapshots.Commands;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Errors;

/// <summary>
/// Makes error records: an id, a category, the object it is about, and one line that says what happened and what to do.
/// </summary>
internal static class SnapshotError
{
    /// <summary>The service refuses an activation this long after a snapshot's last change.</summary>
    public static readonly TimeSpan Cooldown = TimeSpan.FromMinutes(10);

    public static ErrorRecord NotFound(SnapshotReference reference) => Create(
        "SnapshotNotFound",
        ErrorCategory.ObjectNotFound,
        reference.Source,
        reference.Id is { } id
            ? $"There is no snapshot with the id {id}: it may have been removed. List those there are with Get-DaytonaSnapshot."
            : $"There is no snapshot '{reference}': names are case-sensitive. Look for it with Get-DaytonaSnapshot {ArgumentText.Quote($"*{reference}*")}.");

    public static ErrorRecord Unusable(SnapshotReference reference) => Create(
        "NotASnapshot", ErrorCategory.InvalidArgument, reference.Source, reference.Fault!);

    public static ErrorRecord Invalid(string id, object? target, string message) =>
        Create(id, ErrorCategory.InvalidArgument, target, message);

    public static ErrorRecord General(Snapshot snapshot, string done) => Create(
        "GeneralSnapshot",
        ErrorCategory.PermissionDenied,
        snapshot,
        $"'{snapshot.Name}' is a general snapshot, which all organizations share: it can't be {done}. Leave it out with Where-Object General -eq $false.",
        snapshot);

    public static ErrorRecord Exists(string name, Exception? cause, bool canBeTaken = true) => Create(
        "SnapshotExists",
        ErrorCategory.ResourceExists,
        name,
        $"There is a snapshot '{name}' already, and names can't be given twice. Use {(canBeTaken ? "-IfNotExists to take it as it is, " : "")}another name, or Remove-DaytonaSnapshot {ArgumentText.For(name)} -Wait.",
        null,
        cause);

    public static ErrorRecord ExistsButUnusable(Snapshot snapshot) => snapshot.State == SnapshotState.Inactive
        ? Create(
            "SnapshotInactive",
            ErrorCategory.InvalidOperation,
            snapshot,
            $"'{snapshot.Name}' exists but is inactive. Run Enable-DaytonaSnapshot {ArgumentText.For(snapshot.Name)} -Wait.",
            snapshot)
        : Create(
            "SnapshotFailed",
            ErrorCategory.InvalidOperation,
            snapshot,
            $"'{snapshot.Name}' exists but is in state {snapshot.State}{Reason(snapshot)}. Run Remove-DaytonaSnapshot {ArgumentText.For(snapshot.Name)} -Wait, and create it again.",
            snapshot);

    public static ErrorRecord CreationFailed(CreationOutcome outcome)
    {
        if (outcome.Snapshot is not { } snapshot) return VanishedWhileWaiting(outcome.Name);
        return SnapshotState.IsFailure(snapshot.State)
            ? Failed(
                snapshot,
                $"'{snapshot.Name}' failed ({snapshot.State}){Reason(snapshot)}.{FailureOf(outcome)} Its name stays taken until Remove-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}.",
                outcome.Failure)
            : Create(
                "SnapshotNotActive",
                ErrorCategory.InvalidResult,
                snapshot,
                $"'{snapshot.Name}' turned {snapshot.State} before it was active: someone else has changed it. Look at it with Get-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}.",
                snapshot);
    }

    public static ErrorRecord VanishedWhileWaiting(string name) => Create(
        "SnapshotRemoved",
        ErrorCategory.ObjectNotFound,
        name,
        $"'{name}' was removed, by someone else, while it was waited for. Create it again, or leave it.");

    public static ErrorRecord WaitEndedOtherwise(Snapshot snapshot, IEnumerable<string> wanted) => Create(
        "SnapshotStateNotReached",
        ErrorCategory.InvalidResult,
        snapshot,
        $"'{snapshot.Name}' is in state {snapshot.State} and will not turn {string.Join(" or ", wanted)} by itself{Reason(snapshot)}. {NextStep(snapshot)}",
        snapshot);

    // The limit is the caller's: a wait may have had only what another one left of it.
    public static ErrorRecord TimedOut(
        string name, Snapshot? snapshot, SnapshotTimeoutException cause, string waitingFor, string goOn, TimeSpan? limit = null) => Create(
        "SnapshotTimeout",
        ErrorCategory.OperationTimeout,
        (object?)snapshot ?? name,
        $"'{name}' is {snapshot?.State ?? "in an unknown state"} and not yet {waitingFor} after {Duration(limit ?? cause.Timeout)}. It goes on without you: {goOn}.",
        snapshot,
        cause);

    public static ErrorRecord NotTakenInTime(Snapshot snapshot, string participle, SnapshotTimeoutException cause, TimeSpan limit) => Create(
        "SnapshotTimeout",
        ErrorCategory.OperationTimeout,
        snapshot,
        $"The service did not say within {Duration(limit)} that '{snapshot.Name}' is {participle}. Try again, later or with a longer -Timeout.",
        snapshot,
        cause);

    public static ErrorRecord CoolingDown(Snapshot snapshot, Exception cause)
    {
        DateTime at = snapshot.UpdatedAt + Cooldown;
        return Create(
            "SnapshotCoolingDown",
            ErrorCategory.ResourceBusy,
            snapshot,
            $"'{snapshot.Name}' was disabled a moment ago and can be enabled from {at.ToString("T", CultureInfo.CurrentCulture)} on. Try again then.",
            snapshot,
            cause);
    }

    public static ErrorRecord CannotEnable(Snapshot snapshot, Exception? cause) => Create(
        "SnapshotNotInactive",
        ErrorCategory.InvalidOperation,
        snapshot,
        $"'{snapshot.Name}' is in state {snapshot.State}, and only an inactive one can be enabled{Reason(snapshot)}. {NextStep(snapshot)}",
        snapshot,
        cause);

    public static ErrorRecord CannotDisable(Snapshot snapshot) => Create(
        "SnapshotNotActive",
        ErrorCategory.InvalidOperation,
        snapshot,
        $"'{snapshot.Name}' is in state {snapshot.State}, which disabling it would hide{Reason(snapshot)}. Use -Force if you mean it.",
        snapshot);

    public static ErrorRecord FilterNotKnown(string parameter) => Create(
        "FilterNotSupported",
        ErrorCategory.NotImplemented,
        parameter,
        $"This Daytona server does not know -{parameter}: it would give all snapshots. Leave the parameter out, or ask for a newer server.");

    public static ErrorRecord Unreadable(string id, Exception cause) => Create(
        id,
        CategoryOf(cause),
        null,
        MessageOf(cause),
        null,
        cause);

    /// <summary>The message without the parameter's name that .NET adds, which is not PowerShell's.</summary>
    public static string MessageOf(Exception cause) => cause is ArgumentException { ParamName: { } parameter }
        ? cause.Message.Replace($" (Parameter '{parameter}')", "").Replace($"{Environment.NewLine}Parameter name: {parameter}", "")
        : cause.Message;

    /// <summary>Why a snapshot has no log of a build, or none yet; null where it has one.</summary>
    public static ErrorRecord? WhyNoLog(Snapshot snapshot, bool follows)
    {
        if (snapshot.BuildInfo is null)
        {
            return NoLog(snapshot, $"'{snapshot.Name}' was not built from a Dockerfile: it has no log.");
        }

        if (snapshot.InitialRunnerId is not null) return null;
        if (SnapshotState.IsFinal(snapshot.State))
        {
            return NoLog(snapshot, $"'{snapshot.Name}' came from the service's cache of builds: it has no log of its own.");
        }

        return follows ? null : NoLog(snapshot, $"'{snapshot.Name}' is {snapshot.State}, and its build has not begun. Wait for it with -Follow.");
    }

    public static ErrorRecord LogGone(Snapshot snapshot, DaytonaApiException cause) =>
        NoLog(snapshot, $"The service has no log of the build of '{snapshot.Name}' ({snapshot.State}): {Sentence(cause.Message)}", cause);

    private static ErrorRecord NoLog(Snapshot snapshot, string message, Exception? cause = null) =>
        Create("NoBuildLog", ErrorCategory.ObjectNotFound, snapshot, message, snapshot, cause);

    public static ErrorRecord NothingToUpdate(string name) => Create(
        "SnapshotNotFound",
        ErrorCategory.ObjectNotFound,
        name,
        $"There is no snapshot '{name}' to update: names are case-sensitive. Create it with New-DaytonaSnapshot {ArgumentText.For(name)}.");

    public static ErrorRecord UpdateTimedOut(string name, SnapshotTimeoutException cause) => Create(
        "SnapshotTimeout",
        ErrorCategory.OperationTimeout,
        name,
        $"The new '{name}' was not made within {Duration(cause.Timeout)}. The old one is as it was; try again with a longer -Timeout.",
        cause.Snapshot,
        cause);

    public static ErrorRecord UpdateFailed(string name, CreationOutcome outcome) => outcome.Snapshot is { } snapshot
        ? Failed(
            snapshot,
            $"The new '{name}' failed ({snapshot.State}){Reason(snapshot)}.{FailureOf(outcome)} The old one is as it was.",
            outcome.Failure)
        : Create(
            "SnapshotRemoved",
            ErrorCategory.ObjectNotFound,
            name,
            $"'{outcome.Name}', which was to become the new '{name}', was removed by someone else. The old one is as it was: update it again.");

    /// <summary>Whether the service refused because the organization has all the snapshots that it may have.</summary>
    public static bool IsSnapshotQuota(DaytonaApiException exception) =>
        exception.Message.StartsWith("Snapshot quota exceeded", StringComparison.Ordinal);

    public static ErrorRecord NoRoomToUpdate(string name, DaytonaApiException cause) => Create(
        "QuotaExceeded",
        ErrorCategory.LimitsExceeded,
        name,
        $"An update needs room for one snapshot more until the old one is removed: {Sentence(cause.Message)} '{name}' is as it was. Remove one that nobody uses, or have the quota raised.",
        cause);

    public static ErrorRecord UpdateHalfDone(
        string name, bool isRemoved, Snapshot kept, string finish, Image? definition, string reason, Exception? cause)
    {
        string what = isRemoved
            ? $"The old '{name}' is removed, but the new one could not take its name"
            : $"Nobody can tell whether the old '{name}' was removed";
        string message = $"{what}: {Sentence(reason)} '{kept.Name}' holds the build, and sandboxes can start from it. {(isRemoved ? "Finish" : "If it was, finish")} with: {finish}";
        return new ErrorRecord(
            new SnapshotErrorException(OneLine(message), cause) { Snapshot = kept, Definition = definition },
            "SnapshotUpdateIncomplete",
            ErrorCategory.InvalidResult,
            kept);
    }

    /// <summary>The error for whatever this library throws.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="target">What it is about; null where it is about nothing in particular.</param>
    /// <param name="apiUrl">The address that was used; null where none was.</param>
    public static ErrorRecord From(DaytonaException exception, object? target, Uri? apiUrl) => exception switch
    {
        NoCredentialsException => Create("NoCredentials", ErrorCategory.AuthenticationError, target, exception.Message, exception),
        CredentialException => Create("CredentialUnusable", ErrorCategory.AuthenticationError, target, exception.Message, exception),
        DaytonaConnectionException connection => FromConnection(connection, target, apiUrl),
        DaytonaApiException api => FromApi(api, target, apiUrl),
        ContextUploadException => Create(
            "UploadFailed", ErrorCategory.ConnectionError, target, $"{Sentence(exception.Message)} Try again; check that this machine can reach the storage.", exception),
        BuildContextException => Create("InvalidBuildContext", ErrorCategory.ReadError, target, exception.Message, exception),
        DockerfileException => Create("InvalidDockerfile", CategoryOf(exception.InnerException), target, exception.Message, exception),
        SandboxCaptureException => Create("CaptureFailed", ErrorCategory.InvalidResult, target, exception.Message, exception),
        _ => Create("DaytonaError", ErrorCategory.NotSpecified, target, exception.Message, exception),
    };

    /// <summary>Whether nothing else in the pipeline can succeed either.</summary>
    public static bool EndsThePipeline(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0]
        is "NoCredentials" or "CredentialUnusable" or "CredentialRefused" or "AddressBlocked" or "OrganizationRefused"
        or "HostUnknown" or "ConnectionRefused" or "CertificateRefused" or "NotDaytona" or "FilterNotSupported";

    private static ErrorCategory CategoryOf(Exception? cause) =>
        ((cause as DaytonaException)?.InnerException ?? cause) is FileNotFoundException or DirectoryNotFoundException
            ? ErrorCategory.ObjectNotFound
            : ErrorCategory.InvalidArgument;

    private static ErrorRecord FromConnection(DaytonaConnectionException exception, object? target, Uri? apiUrl)
    {
        (string id, ErrorCategory category, string advice) = exception.Failure switch
        {
            ConnectionFailure.NameResolution => (
                "HostUnknown", ErrorCategory.ConnectionError, "Check -ApiUrl or $env:DAYTONA_API_URL, and the network."),
            ConnectionFailure.Refused => (
                "ConnectionRefused", ErrorCategory.ConnectionError, "Check that the server runs, and -ApiUrl or $env:DAYTONA_API_URL."),
            ConnectionFailure.Tls => (
                "CertificateRefused", ErrorCategory.SecurityError, "Check that the server speaks https, the host's name, and that this machine trusts who signed its certificate."),
            ConnectionFailure.Timeout => (
                "ConnectionTimeout", ErrorCategory.OperationTimeout, "Try again; check the network and a proxy between."),
            ConnectionFailure.NotDaytona or ConnectionFailure.Redirected => (
                "NotDaytona", ErrorCategory.ConnectionError, "Check -ApiUrl or $env:DAYTONA_API_URL: it most often ends in /api."),
            _ => ("ConnectionBroken", ErrorCategory.ConnectionError, "Try again; check the network and a proxy between."),
        };
        return Create(id, category, target ?? apiUrl, $"{Sentence(exception.Message)} {advice}", exception);
    }

    private static ErrorRecord FromApi(DaytonaApiException exception, object? target, Uri? apiUrl)
    {
        string said = Sentence(exception.Message);
        (string id, ErrorCategory category, string message) = exception switch
        {
            { StatusCode: 401 } => (
                "CredentialRefused",
                ErrorCategory.AuthenticationError,
                $"{apiUrl?.Host ?? "The service"} refused the credential (401 {said.TrimEnd('.')}): it is wrong or has expired. Connect with another one (Connect-Daytona, $env:DAYTONA_API_KEY or daytona login)."),
            { StatusCode: 403, Message: "Invalid authentication context" } => (
                "OrganizationRefused",
                ErrorCategory.PermissionDenied,
                "The access token is good, but not for this organization: name one of yours with Connect-Daytona -OrganizationId or $env:DAYTONA_ORGANIZATION_ID."),
            { StatusCode: 403, Message: "Access denied" } => (
                "PermissionMissing",
                ErrorCategory.PermissionDenied,
                $"The API key may not do this{AboutTarget(target)}: it needs the permission {PermissionFor(exception)}. Use a key that has it; Get-DaytonaConnection shows what this one may do."),
            _ when IsSnapshotQuota(exception) => (
                "QuotaExceeded",
                ErrorCategory.LimitsExceeded,
                $"{said} Remove a snapshot that nobody uses, or have the quota raised."),
            { StatusCode: 403 } => ("Forbidden", ErrorCategory.PermissionDenied, $"The service forbids it{AboutTarget(target)}: {said}"),
            { StatusCode: 404, FromService: true } when exception.Message.StartsWith("Cannot ", StringComparison.Ordinal) => (
                "NotDaytona",
                ErrorCategory.ConnectionError,
                $"The server at {apiUrl} has no path {exception.Path}. Check -ApiUrl or $env:DAYTONA_API_URL: it most often ends in /api."),
            { StatusCode: 404, FromService: false } => (
                "NotDaytona",
                ErrorCategory.ConnectionError,
                $"{apiUrl} answers {exception.Path} with 404 and not as Daytona does. Check -ApiUrl or $env:DAYTONA_API_URL: it most often ends in /api."),
            { StatusCode: 404 } when exception.Message.StartsWith("Region ", StringComparison.Ordinal) => (
                "RegionNotFound",
                ErrorCategory.ObjectNotFound,
                $"{said} Check -Region or $env:DAYTONA_TARGET: Tab after -Region shows those that there are."),
            { StatusCode: 404 } => ("NotFound", ErrorCategory.ObjectNotFound, $"{said} Check the name{AboutTarget(target)}."),
            { StatusCode: 429, RateLimit.Limiter: "failed-auth" } => (
                "AddressBlocked",
                ErrorCategory.AuthenticationError,
                $"The service has blocked this address after failed logins{ForHowLong(exception)}. Wait, and check the key before you connect again."),
            { StatusCode: 429 } => ("RateLimited", ErrorCategory.LimitsExceeded, $"The service's rate limit is reached{ForHowLong(exception)}. Try again later."),
            { StatusCode: 503 } => ("ServiceUnavailable", ErrorCategory.ResourceUnavailable, $"{said.Replace(" Please try again later.", "")} Try again later."),
            { StatusCode: >= 500 } => (
                "ServiceFailed",
                ErrorCategory.ResourceUnavailable,
                $"The service failed{AboutTarget(target)} ({exception.StatusCode}): {said} Try again; if it stays so, tell Daytona's support the time and the path {exception.Path}."),
            _ => ("Refused", ErrorCategory.InvalidOperation, $"The service refused it{AboutTarget(target)}: {said}"),
        };
        return Create(id, category, target, message, exception);
    }

    // The end of the log stays in lines, below the one line that says what happened.
    private static ErrorRecord Failed(Snapshot snapshot, string message, BuildFailure? failure) =>
        new(
            new SnapshotErrorException(OneLine(message) + EndOfLog(failure)) { Snapshot = snapshot, BuildFailure = failure },
            "SnapshotFailed",
            ErrorCategory.InvalidResult,
            snapshot);

    private static ErrorRecord Create(
        string id, ErrorCategory category, object? target, string message, Snapshot? snapshot = null, Exception? cause = null) =>
        new(new SnapshotErrorException(OneLine(message), cause) { Snapshot = snapshot }, id, category, target);

    // The exception that was caught stays the cause, so that $Error[0].Exception.InnerException has its details.
    private static ErrorRecord Create(string id, ErrorCategory category, object? target, string message, DaytonaException cause) =>
        Create(id, category, target, message, null, cause);

    private static string NextStep(Snapshot snapshot) => snapshot.State switch
    {
        SnapshotState.Inactive => $"Run Enable-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}.",
        SnapshotState.Active => $"Run Disable-DaytonaSnapshot {ArgumentText.For(snapshot.Name)} if it should not be used.",
        SnapshotState.Error or SnapshotState.BuildFailed => $"Run Remove-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}, and create it again.",
        SnapshotState.Removing => "It is gone within seconds.",
        _ => $"Wait for it with Wait-DaytonaSnapshot {ArgumentText.For(snapshot.Name)}.",
    };

    private static string PermissionFor(DaytonaApiException exception) => exception.Method switch
    {
        "DELETE" => "delete:snapshots",
        "POST" => "write:snapshots",
        _ => "to read this",
    };

    private static string AboutTarget(object? target) => target switch
    {
        Snapshot snapshot => $" for '{snapshot.Name}'",
        SnapshotReference or string => $" for '{target}'",
        _ => "",
    };

    private static string Reason(Snapshot snapshot) =>
        string.IsNullOrWhiteSpace(snapshot.ErrorReason) ? "" : $": {snapshot.ErrorReason!.TrimEnd('.')}";

    private static string FailureOf(CreationOutcome outcome) =>
        outcome.Failure?.ToString() is { Length: > 0 } failure ? " " + Sentence(failure) : "";

    private static string EndOfLog(BuildFailure? failure)
    {
        if (failure is null || failure.LastLines.Count == 0) return "";
        string newLine = Environment.NewLine + "  | ";
        return $" The end of its log:{newLine}{string.Join(newLine, failure.LastLines)}";
    }

    private static string ForHowLong(DaytonaApiException exception) =>
        exception.RetryAfter is { } wait ? $" for {wait.TotalSeconds:0} seconds" : "";

    private static string Duration(TimeSpan span) => span.TotalSeconds < 120
        ? $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s"
        : $"{span.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture)} min";

    private static string Sentence(string text)
    {
        string line = OneLine(text);
        return line.Length > 0 && line[line.Length - 1] is '.' or '!' or '?' ? line : line + ".";
    }

    private static string OneLine(string text) =>
        string.Join(" ", text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Trim()));
}
