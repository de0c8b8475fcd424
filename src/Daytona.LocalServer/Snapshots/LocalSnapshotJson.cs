using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Daytona.Local.Snapshots;

/// <summary>Writes snapshots as the service does: its order of fields, its times, its absent and null fields.</summary>
internal sealed class LocalSnapshotJson(bool newer)
{
    // The metadata of the fields is shared by all servers.
    private static readonly Dictionary<(bool Newer, SnapshotView View), JsonSerializerOptions> Formats = (
        from newer in (bool[])[false, true]
        from view in Enum.GetValues<SnapshotView>()
        select KeyValuePair.Create((newer, view), CreateFormat(newer, view))).ToDictionary();

    /// <summary>A snapshot as JSON. The first response repeats the hashes of the contexts as they were sent; later ones have those of the database.</summary>
    public byte[] Write(LocalSnapshot snapshot, SnapshotView view, string? hashesAsSent = null)
    {
        JsonSerializerOptions format = Formats[(newer, view)];
        if (hashesAsSent is null) return JsonSerializer.SerializeToUtf8Bytes(snapshot, format);
        JsonNode json = JsonSerializer.SerializeToNode(snapshot, format)!;
        json["buildInfo"]!["contextHashes"] = JsonNode.Parse(hashesAsSent);
        return Encoding.UTF8.GetBytes(json.ToJsonString(format));
    }

    private static JsonSerializerOptions CreateFormat(bool newer, SnapshotView view)
    {
        JsonSerializerOptions format = LocalJson.Create();
        format.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OmitFields } };
        return format;

        void OmitFields(JsonTypeInfo type)
        {
            if (type.Type != typeof(LocalSnapshot)) return;
            foreach (JsonPropertyInfo field in type.Properties)
            {
                if (field.Name is "id" or "regionIds" && view == SnapshotView.Removed) field.ShouldSerialize = static (_, _) => false;
                if (field.Name is "sourceSandboxId" && !newer) field.ShouldSerialize = static (_, _) => false;
                if (field.Name is "initialRunnerId" or "ref" && !newer && view == SnapshotView.Created)
                    field.ShouldSerialize = static (_, value) => value is not null;
            }
        }
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
