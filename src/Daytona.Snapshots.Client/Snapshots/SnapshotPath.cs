namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>The paths of snapshots below the API's URL.</summary>
internal static class SnapshotPath
{
    /// <summary>The path of a snapshot. RestSharp's own URL segments leave a slash as it is, and names may contain one.</summary>
    /// <param name="idOrName">The id, or a name where the service takes one.</param>
    /// <param name="action">What follows, such as <c>/activate</c>; empty for the snapshot itself.</param>
    public static string For(string idOrName, string action = "") => "snapshots/" + Uri.EscapeDataString(idOrName) + action;
}
