namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Recognizes the service's reasons for which an image could not be pulled.</summary>
internal static class PullFailure
{
    private static readonly string[] Words = ["failed to pull", "failed to inspect", "manifest unknown", "unauthorized", "access denied", "denied:"];

    public static bool IsReason(string? errorReason) =>
        errorReason is not null && Words.Any(words => errorReason.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0);
}
