namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>What a command ended in against a fault.</summary>
/// <param name="Combination">The command and the fault.</param>
/// <param name="Ids">The identifiers of its errors; empty if it succeeded.</param>
internal sealed record Result(Combination Combination, IReadOnlyList<string> Ids)
{
    /// <summary>How often the fault happened.</summary>
    public int Faults { get; init; }

    /// <summary>Whether it had to be stopped.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Whether it wrote a warning that is not about a wait.</summary>
    public bool HasWarning { get; init; }

    /// <summary>An exception that is not one of this module's own; null if there was none.</summary>
    public string? RawException { get; init; }

    /// <summary>What the outcome says and is not so; null if it is true.</summary>
    public string? FalseWord { get; init; }

    /// <summary>The texts of the errors and warnings.</summary>
    public string Text { get; init; } = "";

    /// <summary><c>ok</c>, <c>ok (warning)</c> or the identifiers of the errors.</summary>
    public string Outcome => Ids.Count > 0 ? string.Join(" + ", Ids) : HasWarning ? "ok (warning)" : "ok";

    public override string ToString() => $"{Combination} | {Outcome} | {RawException}{FalseWord} | {Text}";
}
