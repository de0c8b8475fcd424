using System.Globalization;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Errors;

/// <summary>The facts from which the text of an error is made.</summary>
internal sealed record ErrorFacts
{
    // The end of the output is usually where the reason is.
    private const int MaxOutput = 300;

    /// <summary>The service refuses an activation this long after a snapshot's last change.</summary>
    private static readonly TimeSpan CoolingTime = TimeSpan.FromMinutes(10);

    private readonly string? _name;

    /// <summary>The object that the error is about; null if there is none.</summary>
    public object? Target { get; init; }

    /// <summary>The exception that was caught; null if there is none.</summary>
    public Exception? Cause { get; init; }

    /// <summary>The snapshot as last read; null if it was not.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>The URL of the API; null if none was used.</summary>
    public Uri? ApiUrl { get; init; }

    /// <summary>The time limit that the user gave.</summary>
    public TimeSpan Limit { get; init; }

    /// <summary>A text that only the caller knows.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The name of the snapshot or of another object.</summary>
    public string Name
    {
        get => _name ?? (Cause as SnapshotException)?.Name ?? (Target as Snapshot ?? Snapshot)?.Name ?? Target?.ToString() ?? "";
        init => _name = value;
    }

    /// <summary>The name as an argument of a command.</summary>
    public string Argument => ArgumentText.For(Name);

    /// <summary>The message of the cause, as a sentence.</summary>
    public string Said => ErrorText.Sentence(Cause!.Message);

    /// <summary>The permission that the removal of a failed snapshot lacked, as a sentence after a space; empty if it was not tried.</summary>
    public string MissingPermission => Cause?.InnerException is DaytonaApiException
        ? $" -IfNotExists does this itself if the credential has the permission {Permission}."
        : "";

    public DaytonaApiException Api => Cause as DaytonaApiException ?? (DaytonaApiException)Cause!.InnerException!;

    /// <summary>The object that the error is about, such as <c> for 'app:v1'</c>; empty if it has no name.</summary>
    public string About => Target switch
    {
        Snapshot snapshot => $" for '{snapshot.Name}'",
        ResourceReference or string => $" for '{Target}'",
        _ => "",
    };

    /// <summary>The state of the snapshot.</summary>
    public string State => Snapshot?.State ?? "";

    /// <summary>The service's reason for a failure, after a colon; empty if there is none.</summary>
    public string Reason => string.IsNullOrWhiteSpace(Snapshot?.ErrorReason) ? "" : $": {Snapshot!.ErrorReason!.TrimEnd('.')}";

    /// <summary>The place of a failed build and its reason, as the end of a sentence.</summary>
    public string Failure => BuildFailureText.Of((SnapshotException)Cause!);

    public string After => $"Timed out after {ErrorText.Duration(Limit)}";

    /// <summary>How long to wait, such as <c> for 60 s</c>; empty if the service does not say.</summary>
    public string ForHowLong => Api.RetryAfter is { } wait ? $" for {ErrorText.Duration(wait)}" : "";

    /// <summary>The permission for the request that was refused.</summary>
    public string Permission
    {
        get
        {
            string resource = Api.Path.Contains("/docker-registry") ? "registries" : Api.Path.Contains("/sandbox") || Api.Path.Contains("/warm-pools") ? "sandboxes" : "snapshots";
            return Api.Method switch
            {
                "DELETE" => "delete:" + resource,
                "POST" or "PATCH" => "write:" + resource,
                _ => Api.Path.Contains("/registry-push-access") ? "write:snapshots" : "to read this",
            };
        }
    }

    // The service may send no valid time.
    public string EndOfCooling => Snapshot is null || Snapshot.UpdatedAt == default || Snapshot.UpdatedAt > DateTime.MaxValue - CoolingTime
        ? $"{CoolingTime.TotalMinutes:0} minutes later"
        : $"from {(Snapshot.UpdatedAt + CoolingTime).ToString("T", CultureInfo.CurrentCulture)}";

    /// <summary>How the user gets the snapshot out of its state, as a sentence.</summary>
    public string NextStep => State switch
    {
        SnapshotState.Inactive => $"Run Enable-DaytonaSnapshot {Argument}.",
        SnapshotState.Active => $"To take it out of use, run Disable-DaytonaSnapshot {Argument}.",
        SnapshotState.Error or SnapshotState.BuildFailed => $"Run Remove-DaytonaSnapshot {Argument}, and create it again.",
        SnapshotState.Removing => "It will be gone within seconds.",
        _ => $"Wait for it with Wait-DaytonaSnapshot {Argument}.",
    };

    /// <summary>Why a test failed, with the end of the output of the command that failed.</summary>
    public string TestError
    {
        get
        {
            SnapshotTestResult test = ((SnapshotTestException)Cause!).Result;
            string error = ErrorText.Sentence(test.Error!), output = DisplayText.Clean(test.Commands.FirstOrDefault(static command => !command.Success)?.Output);
            if (output.Length == 0) return error;
            return $"{error} Its output: {ErrorText.Sentence(output.Length > MaxOutput ? "…" + output.Substring(output.Length - MaxOutput) : output)}";
        }
    }
}
