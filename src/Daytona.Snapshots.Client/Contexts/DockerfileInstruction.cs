namespace Daytona.Snapshots.Client;

/// <summary>One instruction of a Dockerfile, its continued lines joined.</summary>
/// <param name="Name">The instruction in upper case.</param>
/// <param name="Flags">What begins with two dashes, unquoted, as <c>--from=build</c>.</param>
/// <param name="Arguments">The rest.</param>
/// <param name="Line">The line where it begins, from 1.</param>
internal sealed record DockerfileInstruction(string Name, IReadOnlyList<string> Flags, string Arguments, int Line);
