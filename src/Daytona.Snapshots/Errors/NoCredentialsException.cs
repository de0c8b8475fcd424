namespace Daytona.Snapshots.Errors;

/// <summary>There are no credentials.</summary>
public sealed class NoCredentialsException() : DaytonaException(
    "There are no Daytona credentials. Run Connect-Daytona, or set $env:DAYTONA_API_KEY to an API key from " +
    "https://app.daytona.io/dashboard/keys.");
