namespace Daytona.Snapshots.Client.Http;

/// <summary>The model in a response, and the service's clock.</summary>
/// <param name="Value">The model.</param>
/// <param name="Date">The time at which the service responded; null if the header is missing.</param>
internal readonly record struct ApiResponse<T>(T Value, DateTimeOffset? Date);
