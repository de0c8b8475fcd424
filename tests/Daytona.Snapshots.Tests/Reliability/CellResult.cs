namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>What a command ended in against a fault.</summary>
/// <param name="Fault">The fault's name.</param>
/// <param name="Form">The command's form.</param>
/// <param name="Outcome"><c>ok</c>, <c>ok (warning)</c> or the ids of the errors.</param>
/// <param name="Time">How long it took.</param>
internal sealed record CellResult(string Fault, CmdletForm Form, string Outcome, TimeSpan Time)
{
    /// <summary>An exception that is not one of this module's own; null if there was none.</summary>
    public string? RawException { get; init; }

    /// <summary>What the outcome says and is not so; null if it is true.</summary>
    public string? FalseWord { get; init; }

    /// <summary>The texts of the errors and warnings.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the cell has another outcome than expected, as a busy machine can cause. A false statement has no such excuse.</summary>
    /// <param name="expected">The expected outcome.</param>
    public bool MayBeByChance(string? expected) => RawException is null && FalseWord is null && Outcome != expected;

    public override string ToString() => $"{Form.Name} | {Fault} | {Outcome} | {Time.TotalSeconds:0.0} s | {RawException}{FalseWord} | {Text}";
}
