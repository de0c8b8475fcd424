namespace Daytona.Local.Snapshots;

/// <summary>The states of a snapshot.</summary>
internal static class SnapshotStates
{
    public const string Pending = "pending";
    public const string Pulling = "pulling";
    public const string Building = "building";
    public const string Snapshotting = "snapshotting";
    public const string Active = "active";
    public const string Inactive = "inactive";
    public const string Error = "error";
    public const string BuildFailed = "build_failed";
    public const string Removing = "removing";

    /// <summary>The order in which the service's database sorts them.</summary>
    public static readonly string[] InDatabaseOrder = [Pending, Pulling, Active, Inactive, Building, Error, BuildFailed, Removing, Snapshotting];

    /// <summary>Whether the organization's quota counts a snapshot in this state.</summary>
    public static bool CountsAgainstQuota(string state) => state is Building or Pending or Pulling or Active;
}
