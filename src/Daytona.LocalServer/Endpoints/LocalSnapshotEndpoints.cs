using System.Buffers;
using System.Text;

namespace Daytona.Local.Endpoints;

/// <summary>The paths of <c>/snapshots</c>.</summary>
internal sealed class LocalSnapshotEndpoints(
    LocalServerOptions options, SnapshotStore store, SnapshotLifecycle life, LocalSnapshotCreation creation,
    SnapshotQuota quota)
{
    // The time that the service allows for a deactivation to reach its runners.
    private static readonly TimeSpan ActivationCooldown = TimeSpan.FromMinutes(10);

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "snapshots", Access.Organization, [], List),
        new("POST", "snapshots", Access.Organization, [Permissions.WriteSnapshots], creation.Create),
        new("GET", "snapshots/{id}", Access.Organization, [], Get),
        new("DELETE", "snapshots/{id}", Access.Organization, [Permissions.DeleteSnapshots], Remove),
        new("POST", "snapshots/{id}/activate", Access.Organization, [Permissions.WriteSnapshots], Activate),
        new("POST", "snapshots/{id}/deactivate", Access.Organization, [Permissions.WriteSnapshots], Deactivate),
    ];

    private LocalResponse List(ApiCall call)
    {
        LocalSnapshotQuery query = ParseQuery(call.Query);
        // The database takes no offset beyond its own integers, and no NUL in a text.
        if ((query.Page - 1) * query.Limit > long.MaxValue || call.Query["name"]?.Contains('\0', StringComparison.Ordinal) == true)
            throw ServiceException.Unexpected();

        (List<byte[]> items, int total) = store.List(call.Organization.Id, query);
        int pages = (total + query.Limit - 1) / query.Limit;
        byte[] tail = Encoding.ASCII.GetBytes($"],\"total\":{total},\"page\":{(long)query.Page},\"totalPages\":{pages}}}");
        // A page is large: it is composed of JSON that exists already, in a pooled array.
        byte[] rented = ArrayPool<byte>.Shared.Rent(items.Sum(static item => item.Length + 1) + tail.Length + 16);
        var page = new MemoryStream(rented);
        page.Write("{\"items\":["u8);
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0) page.WriteByte((byte)',');
            page.Write(items[i]);
        }

        page.Write(tail);
        return new LocalResponse(200, rented.AsMemory(0, (int)page.Position), LocalResponse.JsonType) { Rented = rented };
    }

    private LocalSnapshotQuery ParseQuery(ExpressQuery query)
    {
        var errors = new List<string>();
        double page = ReadNumber("page", 1, double.PositiveInfinity);
        double limit = ReadNumber("limit", 100, 200);
        string? name = ReadText("name");
        string? source = options.Newer ? ReadText("sourceSandboxId") : null;
        string field = ReadChoice("sort", LocalSnapshotOrder.Fields, "lastUsedAt");
        string order = ReadChoice("order", ["asc", "desc"], "desc");
        if (errors.Count > 0) throw ServiceException.BadRequest(string.Join(", ", errors));
        return new LocalSnapshotQuery(
            page, (int)limit, new LocalSnapshotOrder(field, order == "desc"), string.IsNullOrEmpty(name) ? null : new NamePattern(name), source);

        double ReadNumber(string field, double fallback, double max)
        {
            if (!query.Has(field)) return fallback;
            double value = query.Number(field);
            if (double.IsNaN(value) || value % 1 != 0) errors.Add($"{field} must be an integer number");
            if (!(value >= 1)) errors.Add($"{field} must not be less than 1");
            if (max < double.PositiveInfinity && !(value <= max)) errors.Add($"{field} must not be greater than {max}");
            return value;
        }

        string? ReadText(string field)
        {
            if (query.Has(field) && query[field] is null) errors.Add($"{field} must be a string");
            return query[field];
        }

        string ReadChoice(string field, string[] values, string fallback)
        {
            if (!query.Has(field)) return fallback;
            if (!values.Contains(query[field])) errors.Add($"{field} must be one of the following values: {string.Join(", ", values)}");
            return query[field] ?? fallback;
        }
    }

    private LocalResponse Get(ApiCall call) => new(200, store.Read(FindVisible(call)), LocalResponse.JsonType);

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

    private LocalResponse Remove(ApiCall call)
    {
        LocalSnapshot snapshot = FindOwnById(call);
        if (snapshot.General) throw ServiceException.Forbidden("You cannot delete a general snapshot");

        bool wasRemoving = snapshot.State == SnapshotStates.Removing;
        store.Change(snapshot, static changed => changed.State = SnapshotStates.Removing);
        if (!wasRemoving) life.BeginRemoval(snapshot);
        return new LocalResponse(200);
    }

    private LocalResponse Activate(ApiCall call)
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
                    throw ServiceException.BadRequest($"Snapshot {current.Id} cannot be activated - it is in {current.State} state");
                if (store.Now - current.UpdatedAt < ActivationCooldown)
                    throw ServiceException.BadRequest("Snapshot deactivation is still in progress. Please try again in a few minutes.");
                quota.Check(call.Organization, current);
                return true;
            });
        if (!isActivated) throw ServiceException.NotFound($"Snapshot {snapshot.Id} not found");

        byte[] json = store.Read(snapshot);
        life.BeginActivation(snapshot);
        return new LocalResponse(200, json, LocalResponse.JsonType);
    }

    private LocalResponse Deactivate(ApiCall call)
    {
        LocalSnapshot snapshot = FindOwnById(call);
        store.Change(
            snapshot,
            static changed => changed.State = SnapshotStates.Inactive,
            static current => current.State != SnapshotStates.Inactive);
        return new LocalResponse(204);
    }

    /// <summary>The look-up of every path below a snapshot: it finds names too, and general ones of others.</summary>
    public LocalSnapshot FindIdOrName(ApiCall call)
    {
        LocalSnapshot? snapshot = Guid.TryParse(call.Id, out Guid id) ? store.FindById(id) : null;
        return snapshot ?? store.FindByName(call.Id, call.Organization.Id)
            ?? throw ServiceException.NotFound($"Snapshot with name {call.Id} not found");
    }

    /// <summary>The same for paths that take only the organization's own: others' are not found, general or not.</summary>
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

    private static ServiceException NotFoundByIdOrName(ApiCall call) => ServiceException.NotFound($"Snapshot with ID or name {call.Id} not found");

    public static bool IsUuid(string text) => Guid.TryParseExact(text, "D", out _);
}
