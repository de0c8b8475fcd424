using System.Buffers;
using System.Text;

namespace Daytona.Local.Endpoints;

/// <summary>The paths of <c>/snapshots</c>.</summary>
internal sealed class SnapshotEndpoints(
    LocalServerOptions options,
    SnapshotStore store,
    SnapshotLifecycle life,
    SnapshotCreation creation,
    SnapshotQuota quota)
{
    // The time that the service allows for a deactivation to reach its runners.
    private static readonly TimeSpan ActivationCooldown = TimeSpan.FromMinutes(10);

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "snapshots", Access.Organization, [], List),
        new("POST", "snapshots", Access.Organization, [Permissions.WriteSnapshots], call => new(creation.Create(call))),
        new("GET", "snapshots/:id", Access.Organization, [], Get),
        new("DELETE", "snapshots/:id", Access.Organization, [Permissions.DeleteSnapshots], Remove),
        new("POST", "snapshots/:id/activate", Access.Organization, [Permissions.WriteSnapshots], Activate),
        new("POST", "snapshots/:id/deactivate", Access.Organization, [Permissions.WriteSnapshots], Deactivate),
    ];

    private ValueTask<ApiResponse> List(ApiCall call)
    {
        SnapshotQuery query = ParseQuery(call.Query);
        // The database takes no offset beyond its own integers.
        if ((query.Page - 1) * query.Limit > long.MaxValue) throw ServiceException.Unexpected();
        // Nor does it take a NUL in a text.
        if (call.Query["name"]?.Contains('\0', StringComparison.Ordinal) == true) throw ServiceException.Unexpected();

        SnapshotPage page = store.List(call.Organization.Id, query);
        return new(WritePage(page, query));
    }

    private static ApiResponse WritePage(SnapshotPage page, SnapshotQuery query)
    {
        int pages = (page.Total + query.Limit - 1) / query.Limit;
        string tail = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"],\"total\":{page.Total},\"page\":{JsonWriting.ToText(query.Page)},\"totalPages\":{pages}}}");
        int length = "{\"items\":["u8.Length + tail.Length + Math.Max(0, page.Items.Count - 1);
        foreach (byte[] item in page.Items) length += item.Length;

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        int at = 0;
        Append("{\"items\":["u8);
        for (int i = 0; i < page.Items.Count; i++)
        {
            if (i > 0) rented[at++] = (byte)',';
            Append(page.Items[i]);
        }

        at += Encoding.ASCII.GetBytes(tail, rented.AsSpan(at));
        return new ApiResponse(200, rented.AsMemory(0, at)) { Rented = rented };

        void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(rented.AsSpan(at));
            at += bytes.Length;
        }
    }

    private SnapshotQuery ParseQuery(ExpressQuery query)
    {
        var errors = new List<string>();
        double page = ReadNumber("page", 1, double.PositiveInfinity);
        double limit = ReadNumber("limit", 100, 200);
        if (query.Has("name") && query["name"] is null) errors.Add("name must be a string");
        string? source = options.Newer ? query["sourceSandboxId"] : null;
        if (options.Newer && query.Has("sourceSandboxId") && source is null)
            errors.Add("sourceSandboxId must be a string");
        int sort = ReadChoice("sort", 2, "name", "state", "lastUsedAt", "createdAt");
        int order = ReadChoice("order", 1, "asc", "desc");
        if (errors.Count > 0) throw ServiceException.BadRequest(string.Join(", ", errors));

        NamePattern? name = query["name"] is { Length: > 0 } filter ? new NamePattern(filter) : null;
        return new SnapshotQuery(page, (int)limit, name, (SnapshotSort)sort, order == 1, source);

        double ReadNumber(string field, double fallback, double max)
        {
            if (!query.Has(field)) return fallback;
            double value = query.Number(field);
            if (double.IsNaN(value) || value % 1 != 0) errors.Add($"{field} must be an integer number");
            if (!(value >= 1)) errors.Add($"{field} must not be less than 1");
            if (max < double.PositiveInfinity && !(value <= max))
                errors.Add($"{field} must not be greater than {max}");
            return value;
        }

        int ReadChoice(string field, int fallback, params string[] values)
        {
            if (!query.Has(field)) return fallback;
            int choice = Array.IndexOf(values, query[field]);
            if (choice < 0) errors.Add($"{field} must be one of the following values: {string.Join(", ", values)}");
            return choice;
        }
    }

    private ValueTask<ApiResponse> Get(ApiCall call) => new(new ApiResponse(200, store.Read(FindVisible(call))));

    /// <summary>The snapshot that a GET finds: the organization's own by ID or name, or any general one.</summary>
    public LocalSnapshot FindVisible(ApiCall call)
    {
        LocalSnapshot guarded = FindIdOrName(call);
        if (guarded.OrganizationId != call.Organization.Id && !guarded.General) throw NotFoundByIdOrName(call);

        // The service searches again, first by name and then by the presumed ID.
        LocalSnapshot? snapshot = store.FindByName(call.Id, call.Organization.Id);
        if (snapshot is null && IsUuid(call.Id)) snapshot = store.FindById(Guid.Parse(call.Id));
        return snapshot ?? throw ServiceException.NotFound($"Snapshot {call.Id} not found");
    }

    private ValueTask<ApiResponse> Remove(ApiCall call)
    {
        LocalSnapshot snapshot = FindOwnById(call);
        if (snapshot.General) throw ServiceException.Forbidden("You cannot delete a general snapshot");

        bool wasRemoving = snapshot.State == SnapshotStates.Removing;
        store.Change(snapshot, static changed => changed.State = SnapshotStates.Removing);
        if (!wasRemoving) life.BeginRemoval(snapshot);
        return new(new ApiResponse(200));
    }

    private ValueTask<ApiResponse> Activate(ApiCall call)
    {
        LocalSnapshot snapshot = FindOwnById(call);
        bool isActivated = store.Change(
            snapshot,
            static changed => changed.State = SnapshotStates.Pending,
            current =>
            {
                if (current.State == SnapshotStates.Active)
                    throw ServiceException.BadRequest($"Snapshot {current.Id} is already active");
                if (current.State != SnapshotStates.Inactive)
                    throw ServiceException.BadRequest(
                        $"Snapshot {current.Id} cannot be activated - it is in {current.State} state");
                if (store.Now - current.UpdatedAt < ActivationCooldown)
                    throw ServiceException.BadRequest(
                        "Snapshot deactivation is still in progress. Please try again in a few minutes.");
                quota.Check(call.Organization, current);
                return true;
            });
        if (!isActivated) throw ServiceException.NotFound($"Snapshot {snapshot.Id} not found");

        byte[] json = store.Read(snapshot);
        life.BeginActivation(snapshot);
        return new(new ApiResponse(200, json));
    }

    private ValueTask<ApiResponse> Deactivate(ApiCall call)
    {
        LocalSnapshot snapshot = FindOwnById(call);
        store.Change(
            snapshot,
            static changed => changed.State = SnapshotStates.Inactive,
            static current => current.State != SnapshotStates.Inactive);
        return new(new ApiResponse(204));
    }

    /// <summary>The look-up of every path below a snapshot: it finds names too, and general ones of others.</summary>
    public LocalSnapshot FindIdOrName(ApiCall call)
    {
        LocalSnapshot? snapshot = Guid.TryParse(call.Id, out Guid id) ? store.FindById(id) : null;
        return snapshot ?? store.FindByName(call.Id, call.Organization.Id)
            ?? throw ServiceException.NotFound($"Snapshot with name {call.Id} not found");
    }

    /// <summary>
    /// The same for paths that take only the organization's own: others' are not found, general or not.
    /// </summary>
    public LocalSnapshot FindOwn(ApiCall call)
    {
        LocalSnapshot snapshot = FindIdOrName(call);
        return snapshot.OrganizationId == call.Organization.Id ? snapshot : throw NotFoundByIdOrName(call);
    }

    // A name also finds its snapshot here, but is then refused, or not found by code that expects an ID.
    private LocalSnapshot FindOwnById(ApiCall call)
    {
        FindOwn(call);
        if (!IsUuid(call.Id)) throw ServiceException.BadRequest("Validation failed (uuid is expected)");
        return store.FindById(Guid.Parse(call.Id)) ?? throw ServiceException.NotFound($"Snapshot {call.Id} not found");
    }

    private static ServiceException NotFoundByIdOrName(ApiCall call) =>
        ServiceException.NotFound($"Snapshot with ID or name {call.Id} not found");

    public static bool IsUuid(string text) => Guid.TryParseExact(text, "D", out _);
}
