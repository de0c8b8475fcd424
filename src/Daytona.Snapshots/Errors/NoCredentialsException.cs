namespace Daytona.Snapshots.Errors;

/// <summary>There are no credentials.</summary>
/// <param name="detail">The last source that was searched, as a sentence.</param>
public sealed class NoCredentialsException(string detail) : DaytonaException(
    $"There are no Daytona credentials. Run Connect-Daytona, or set $env:DAYTONA_API_KEY to an API key from https://app.daytona.io/dashboard/keys. {detail}");
