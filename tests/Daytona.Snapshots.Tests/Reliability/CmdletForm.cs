namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>A command that talks to the service.</summary>
/// <param name="Name">The heading of its column.</param>
/// <param name="Line">The command; <c>{dockerfile}</c> stands for a Dockerfile that copies a file.</param>
/// <param name="Limit">The time in which it ends, whatever happens.</param>
/// <param name="FindFalseWord">Compares what the command says with the server: what is not so, or null.</param>
internal sealed record CmdletForm(string Name, string Line, TimeSpan Limit, Func<Cell, Outcome, string?> FindFalseWord)
{
    /// <summary>The method of the requests to which the faults happen; null for all requests.</summary>
    public string? Method { get; init; }

    /// <summary>Whether it needs a snapshot with a build log.</summary>
    public bool NeedsBuild { get; init; }
}
