namespace Daytona.Snapshots.Client.Builds;

/// <summary>The state of one path under a .dockerignore.</summary>
/// <param name="IsIgnored">Whether the path is excluded.</param>
/// <param name="Matched">Which patterns match the path or a folder around it; null for the root.</param>
internal readonly record struct DockerIgnoreState(bool IsIgnored, bool[]? Matched);
