namespace Daytona.Snapshots.Errors;

/// <summary>A row of the table of errors.</summary>
/// <param name="Id">The first part of the <c>FullyQualifiedErrorId</c>, by which scripts handle the error.</param>
/// <param name="Category">The category.</param>
/// <param name="Text">The problem and its remedy, in one line.</param>
/// <param name="EndsPipeline">Whether no other item of the pipeline can succeed either, as without a connection.</param>
internal sealed record ErrorRow(string Id, ErrorCategory Category, Func<ErrorFacts, string> Text, bool EndsPipeline = false)
{
    private const int MaxMessage = 2000;
    private const int MaxTarget = 200;

    /// <summary>An error of this kind.</summary>
    public ErrorRecord With(ErrorFacts facts)
    {
        var exception = new SnapshotErrorException(ErrorText.ShortenMiddle(Text(facts), MaxMessage), facts.Cause)
        {
            Snapshot = facts.Snapshot ?? facts.Target as Snapshot,
            BuildFailure = (facts.Cause as SnapshotException)?.BuildFailure,
            EndsPipeline = EndsPipeline,
        };
        var record = new ErrorRecord(exception, Id, Category, facts.Target);
        // NormalView shows it below the message.
        record.CategoryInfo.TargetName = ErrorText.Shorten(record.CategoryInfo.TargetName, MaxTarget);
        // ConciseView shows it on separate lines, also in scripts and jobs, in which it wraps the message.
        if (exception.LogTail.Count > 0)
        {
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = BuildFailureText.EndOfLog(exception.LogTail) };
        }

        return record;
    }

    /// <summary>An error of this kind.</summary>
    public ErrorRecord With(object? target, string? name = null, string detail = "", Exception? cause = null) =>
        With(new ErrorFacts { Target = target, Name = name!, Detail = detail, Cause = cause });
}
