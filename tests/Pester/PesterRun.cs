namespace Daytona.Pester;

/// <summary>The outcome of a run of Pester.</summary>
/// <param name="Cases">The cases.</param>
/// <param name="Problem">The text of errors outside of the cases; empty if there are none.</param>
internal sealed record PesterRun(IReadOnlyList<PesterCase> Cases, string Problem);
