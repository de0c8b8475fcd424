namespace Daytona.Snapshots.Errors;

/// <summary>Nothing says who is calling.</summary>
public sealed class NoCredentialsException() : DaytonaException(
    "There are no Daytona credentials: run Connect-Daytona, or set $env:DAYTONA_API_KEY to an API key from " +
    "https://app.daytona.io/dashboard/keys.");
