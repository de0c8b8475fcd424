using System.Globalization;

namespace Daytona.Benchmarks.Reporting;

/// <summary>What a figure has to be.</summary>
/// <param name="Bound">The worst it may be.</param>
/// <param name="IsMinimum">Whether it may not be less; otherwise it may not be more.</param>
/// <param name="Unit">What follows the number, with the space between.</param>
internal sealed record Requirement(double Bound, bool IsMinimum, string Unit)
{
    /// <summary>Whether a figure is as it has to be.</summary>
    public bool IsMetBy(double figure) => IsMinimum ? figure >= Bound : figure <= Bound;

    /// <summary>A figure as text, in this unit.</summary>
    public string Show(double figure) =>
        figure.ToString(Math.Abs(figure) < 10 ? "0.##" : "0", CultureInfo.InvariantCulture) + Unit;

    /// <summary>The requirement as text.</summary>
    public override string ToString() => $"at {(IsMinimum ? "least" : "most")} {Show(Bound)}";
}
