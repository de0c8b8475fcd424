using System.Text.Json;

namespace Daytona.Local.Control;

/// <summary>Writes the state for the page.</summary>
internal sealed class StateWriter(LocalServer server, RequestLog log)
{
    private const int MaxSnapshots = 100;
    private const int MaxSandboxes = 20;
    private const int MaxRequests = 60;
    private const int MaxBuilds = 8;
    private const int MaxObjects = 20;

    public void Write(Utf8JsonWriter json)
    {
        IReadOnlyList<LocalSnapshot> snapshots = server.Snapshots;
        json.WriteStartObject();
        json.WriteString("apiUrl"u8, server.ApiUrl.ToString());
        json.WriteString("version"u8, Versions.Of(server.Options.Newer));
        json.WriteNumber("snapshotCount"u8, snapshots.Count);
        json.WriteNumber("requestCount"u8, log.Total);
        json.WriteNumber("listeners"u8, server.Notifications.Connections);
        json.WriteTime("time"u8, server.Options.TimeProvider.GetUtcNow());
        json.WriteStartObject("states"u8);
        foreach ((string state, int count) in snapshots.CountBy(static it => it.State).OrderBy(static it => it.Key))
            json.WriteNumber(state, count);
        json.WriteEndObject();

        json.WriteStartArray("snapshots"u8);
        foreach (LocalSnapshot snapshot in snapshots.OrderByDescending(static it => it.UpdatedAt).Take(MaxSnapshots))
            Write(json, snapshot);
        json.WriteEndArray();
        json.WriteStartArray("builds"u8);
        foreach (LocalBuild build in server.Builds.Reverse().Take(MaxBuilds)) Write(json, build);
        json.WriteEndArray();
        json.WriteStartArray("objects"u8);
        IEnumerable<StoredObject> latest = server.StoredObjects.OrderByDescending(static it => it.ModifiedAt);
        foreach (StoredObject stored in latest.Take(MaxObjects)) Write(json, stored);
        json.WriteEndArray();
        json.WriteStartArray("sandboxes"u8);
        foreach (LocalSandbox sandbox in server.Sandboxes.Reverse().Take(MaxSandboxes)) Write(json, sandbox);
        json.WriteEndArray();
        json.WriteStrings("images"u8, server.Images);
        json.WriteStartArray("requests"u8);
        foreach (RecordedRequest request in server.Requests.TakeLast(MaxRequests).Reverse()) Write(json, request);
        json.WriteEndArray();
        json.WriteStartArray("faults"u8);
        foreach (Fault fault in server.Faults) Write(json, fault);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LocalSnapshot snapshot)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, snapshot.Name);
        json.WriteString("state"u8, snapshot.State);
        json.WriteString("source"u8, snapshot.BuildInfo is null ? snapshot.ImageName : "Dockerfile");
        json.WriteString(
            "size"u8,
            snapshot.Size is { } size
                ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{size:0.##} GB")
                : "");
        json.WriteString("resources"u8, $"{snapshot.Cpu} CPU, {snapshot.Mem} GiB, {snapshot.Disk} GiB disk");
        json.WriteString("reason"u8, snapshot.ErrorReason);
        json.WriteTime("updatedAt"u8, snapshot.UpdatedAt);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, LocalBuild build)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, build.SnapshotName);
        json.WriteString("state"u8, server.Find(build.SnapshotName)?.State);
        json.WriteString("log"u8, build.Log);
        json.WriteNumber("files"u8, build.Context.Count);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LocalSandbox sandbox)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, sandbox.Name);
        json.WriteString("state"u8, sandbox.State);
        json.WriteString("snapshot"u8, sandbox.Snapshot);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StoredObject stored)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, stored.Key);
        json.WriteNumber("length"u8, stored.Length);
        json.WriteString("tag"u8, stored.ETag);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RecordedRequest request)
    {
        json.WriteStartObject();
        json.WriteTime("time"u8, request.Time);
        json.WriteString("method"u8, request.Method);
        // A key may stand in the query.
        json.WriteString(
            "target"u8,
            System.Text.RegularExpressions.Regex.Replace(request.Target, "access_token=[^&]*", "access_token=***"));
        json.WriteNumber("status"u8, request.Status);
        json.WriteBoolean("finished"u8, request.IsFinished);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Fault fault)
    {
        json.WriteStartObject();
        if (fault.Name is { } name) json.WriteString("name"u8, name);
        json.WriteString("kind"u8, JsonNamingPolicy.CamelCase.ConvertName(fault.Kind.ToString()));
        if (fault.Status is { } status) json.WriteNumber("status"u8, status);
        json.WriteString("method"u8, fault.Method);
        json.WriteString("path"u8, fault.Path);
        json.WriteNumber("matches"u8, fault.Matches);
        json.WriteNumber("times"u8, fault.Times);
        json.WriteEndObject();
    }
}
