namespace Daytona.Pester;

/// <summary>An <c>It</c> of the suite, once for each row of its data.</summary>
/// <param name="File">The name of its file.</param>
/// <param name="Name">The names of its blocks and its own.</param>
/// <param name="Outcome">Pester's word for it: Passed, Failed, Skipped, Inconclusive or NotRun.</param>
/// <param name="Message">The text of its errors; empty if there are none.</param>
internal sealed record PesterCase(string File, string Name, string Outcome, string Message);
