using System.Globalization;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>Writes a query in the service's format.</summary>
internal static class SnapshotQueryString
{
    public static string For(SnapshotQuery query)
    {
        var parameters = new List<string>
        {
            "page=" + query.Page.ToString(CultureInfo.InvariantCulture),
            "limit=" + query.Limit.ToString(CultureInfo.InvariantCulture),
        };
        if (query.Filter.NameContains is { Length: > 0 } name) parameters.Add("name=" + Uri.EscapeDataString(name));
        if (query.Filter.SourceSandboxId is { } sandbox) parameters.Add("sourceSandboxId=" + Uri.EscapeDataString(sandbox));
        if (query.Sort is { } sort) parameters.Add("sort=" + FieldOf(sort));
        // Upper case is a 400.
        if (query.Ascending is { } ascending) parameters.Add(ascending ? "order=asc" : "order=desc");
        return "snapshots?" + string.Join("&", parameters);
    }

    private static string FieldOf(SnapshotSort sort) => sort switch
    {
        SnapshotSort.Name => "name",
        SnapshotSort.State => "state",
        SnapshotSort.LastUsedAt => "lastUsedAt",
        _ => "createdAt",
    };
}
