using System.Globalization;

namespace Daytona.Benchmarks.Reporting;

/// <summary>The requirement for a figure.</summary>
/// <param name="Bound">The limit.</param>
/// <param name="IsMinimum">Whether the limit is a minimum; otherwise, it is a maximum.</param>
/// <param name="Unit">The unit after the number, with its space.</param>
internal sealed record Requirement(double Bound, bool IsMinimum, string Unit)
{
    /// <summary>Whether a figure meets the requirement.</summary>
    public bool IsMetBy(double figure) => IsMinimum ? figure >= Bound : figure <= Bound;

    /// <summary>A figure as text, in this unit.</summary>
    public string Show(double figure) =>
        figure.ToString(Math.Abs(figure) < 10 ? "0.##" : "0", CultureInfo.InvariantCulture) + Unit;

    /// <summary>The requirement as text.</summary>
    public override string ToString() => $"at {(IsMinimum ? "least" : "most")} {Show(Bound)}";
}
