using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Daytona.Local.Snapshots;

/// <summary>Writes snapshots as the service does: its order of fields, its times, its absent and null fields.</summary>
internal sealed class LocalSnapshotJson(bool newer)
{
    // The metadata of the fields is shared by all servers.
    private static readonly Dictionary<(bool Newer, SnapshotView View), JsonSerializerOptions> Formats = new()
    {
        [(false, SnapshotView.Created)] = LocalJson.CreateView<LocalSnapshot>(["sourceSandboxId"], "initialRunnerId", "ref"),
        [(false, SnapshotView.Stored)] = LocalJson.CreateView<LocalSnapshot>(["sourceSandboxId"]),
        [(false, SnapshotView.Removed)] = LocalJson.CreateView<LocalSnapshot>(["sourceSandboxId", "id", "regionIds"]),
        [(true, SnapshotView.Created)] = LocalJson.Options,
        [(true, SnapshotView.Stored)] = LocalJson.Options,
        [(true, SnapshotView.Removed)] = LocalJson.CreateView<LocalSnapshot>(["id", "regionIds"]),
    };

    /// <summary>A snapshot as JSON. The first response repeats the hashes of the contexts as they were sent; later ones have those of the database.</summary>
    public byte[] Write(LocalSnapshot snapshot, SnapshotView view, string? hashesAsSent = null)
    {
        JsonSerializerOptions format = Formats[(newer, view)];
        if (hashesAsSent is null) return JsonSerializer.SerializeToUtf8Bytes(snapshot, format);
        JsonNode json = JsonSerializer.SerializeToNode(snapshot, format)!;
        json["buildInfo"]!["contextHashes"] = JsonNode.Parse(hashesAsSent);
        return Encoding.UTF8.GetBytes(json.ToJsonString(format));
    }
}

/// <summary>The three shapes in which the service writes a snapshot.</summary>
internal enum SnapshotView
{
    /// <summary>The response to POST and the event of a creation: unset fields are omitted, not null.</summary>
    Created,
    /// <summary>Every later response.</summary>
    Stored,
    /// <summary>The event of a removal, which comes without the id and the regions.</summary>
    Removed,
}
