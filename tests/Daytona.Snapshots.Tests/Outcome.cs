using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>All that came of a line.</summary>
internal sealed class Outcome
{
    public required IReadOnlyList<PSObject> Output { get; init; }

    /// <summary>The errors that did not end it.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>The error that ended it; null where none did.</summary>
    public required ErrorRecord? End { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Debug { get; init; }

    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>The names of the snapshots that came out, or the text of whatever else did.</summary>
    public IReadOnlyList<string> Names =>
        [.. Output.Select(static item => item.Properties["Name"]?.Value as string ?? item.ToString())];

    /// <summary>The one snapshot that came out.</summary>
    public PSObject Single => Assert.Single(Output);

    /// <summary>The one error that there was, whether it ended the line or not.</summary>
    public ErrorRecord Error => Assert.Single(End is null ? Errors : [.. Errors, End]);

    /// <summary>Asserts that nothing went wrong.</summary>
    public Outcome AssertSucceeded()
    {
        Assert.Null(End?.ToString());
        Assert.Empty(Errors.Select(static error => error.ToString()));
        return this;
    }

    /// <summary>Asserts that there was one error, and what it is.</summary>
    public ErrorRecord AssertFailed(string id, ErrorCategory category)
    {
        AssertIs(Error, id, category);
        return Error;
    }

    /// <summary>Asserts what an error is, and that it is one line that a person can act on.</summary>
    public static void AssertIs(ErrorRecord error, string id, ErrorCategory category)
    {
        Assert.Equal((id, category), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
        Assert.DoesNotContain('\n', error.ToString());
        Assert.EndsWith(".", error.ToString(), StringComparison.Ordinal);
    }
}
