namespace Daytona.Snapshots.Client;

/// <summary>What a .dockerignore says of one path.</summary>
/// <param name="IsIgnored">Whether it is left out.</param>
/// <param name="Matched">Which patterns match it or a folder around it; null at the root.</param>
internal readonly record struct DockerIgnoreState(bool IsIgnored, bool[]? Matched);
