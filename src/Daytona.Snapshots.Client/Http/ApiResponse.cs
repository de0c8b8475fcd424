namespace Daytona.Snapshots.Client.Http;

/// <summary>A successful response of the service.</summary>
/// <param name="Value">The value that was read from the body.</param>
/// <param name="NamesApiVersion">Whether the response names the API's version, as every response of the service does and a proxy's does not.</param>
internal sealed record ApiResponse<T>(T Value, bool NamesApiVersion = false);
