using System.Globalization;
using System.Text.Json;

namespace Daytona.Local.Sandboxes;

/// <summary>The filters and the page of a listing of sandboxes; the offset is the number of items before the cursor.</summary>
internal sealed record SandboxQuery(
    int Limit,
    int Offset,
    string? Id,
    string? Name,
    IReadOnlyList<string> States,
    IReadOnlyList<string> Snapshots,
    Dictionary<string, string> Labels)
{
    /// <exception cref="ServiceException">400 if the query is not valid.</exception>
    public static SandboxQuery Parse(ExpressQuery query)
    {
        double limit = query.Has("limit") ? query.Number("limit") : 100;
        if (!(limit is >= 1 and <= 200 && limit % 1 == 0))
            throw ServiceException.BadRequest("limit must not be greater than 200, limit must not be less than 1");
        int offset = 0;
        if (query["cursor"] is { Length: > 0 } cursor
            && !int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out offset))
            throw ServiceException.BadRequest("Invalid cursor");
        return new SandboxQuery(
            (int)limit, offset, query["id"], query["name"], query.All("states"), query.All("snapshots"), ReadLabels(query["labels"]));
    }

    public bool Matches(LocalSandbox sandbox) =>
        // Sandboxes that are being destroyed are not listed.
        sandbox.State != SandboxStates.Destroying
        && (Id is null || sandbox.Id.ToString().StartsWith(Id, StringComparison.OrdinalIgnoreCase))
        && (Name is null || sandbox.Name.StartsWith(Name, StringComparison.OrdinalIgnoreCase))
        && (States.Count == 0 || States.Contains(sandbox.State))
        && (Snapshots.Count == 0 || (sandbox.Snapshot is { } snapshot && Snapshots.Contains(snapshot)))
        && Labels.All(label => sandbox.Labels.TryGetValue(label.Key, out string? value) && value == label.Value);

    private static Dictionary<string, string> ReadLabels(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(text) ?? [];
        }
        catch (JsonException)
        {
            throw ServiceException.BadRequest("Invalid JSON string for labels");
        }
    }
}
