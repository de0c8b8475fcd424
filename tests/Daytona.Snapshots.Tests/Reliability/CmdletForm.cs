namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>A command that talks to the service.</summary>
/// <param name="Name">The heading of its column.</param>
/// <param name="Line">The command; <c>{dockerfile}</c> stands for a Dockerfile that copies a file, <c>{image}</c> for an OCI layout.</param>
/// <param name="FindFalseWord">Compares what the command says with the server: what is not so, or null.</param>
internal sealed record CmdletForm(string Name, string Line, Func<Cell, Outcome, string?> FindFalseWord)
{
    /// <summary>The method of the requests to which the faults happen; null for all requests.</summary>
    public string? Method { get; init; }

    /// <summary>The path of the requests to which the faults happen; null for all requests.</summary>
    public string? Path { get; init; }

    /// <summary>Whether the faults happen to some of its requests only.</summary>
    public bool IsPartial => Method is not null || Path is not null;

    /// <summary>The faults of parts of the service that the command uses, by the beginning of their names.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>The field that the faults of a field change.</summary>
    public string Field { get; init; } = "**.state";

    /// <summary>Whether it is for users, who have an access token, and not for API keys.</summary>
    public bool NeedsUser { get; init; }

    /// <summary>Whether it changes nothing, so that each of its requests may be sent again.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>What others do while it runs; null for nothing.</summary>
    public Func<Cell, CancellationToken, Task>? MeanwhileAsync { get; init; }

    /// <summary>Prepares the server; null if the snapshots that every cell has are enough.</summary>
    public Func<Cell, Task>? PrepareAsync { get; init; }
}
