namespace Daytona.Snapshots.Client.Tests;

/// <summary>A request as a test server saw it.</summary>
internal sealed record ServerRequest(string Path, string Query, IReadOnlyDictionary<string, string> Headers);
