namespace Daytona.Snapshots.Client.Http;

/// <summary>The paths of snapshots below the API's URL.</summary>
internal static class SnapshotPath
{
    /// <summary>The path of a snapshot. RestSharp's own URL segments leave a slash as it is, and names may contain one.</summary>
    /// <param name="idOrName">The ID, or a name if the service accepts one.</param>
    /// <param name="action">The rest of the path, such as <c>/activate</c>; empty for the snapshot itself.</param>
    public static string For(string idOrName, string action = "") => "snapshots/" + Uri.EscapeDataString(idOrName) + action;
}
