using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Daytona.Local.Snapshots;

/// <summary>Writes snapshots as the service does: its order of fields, its times, its absent and null fields.</summary>
internal sealed class SnapshotJson(bool newer)
{
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        // Like JSON.stringify, escapes only what JSON requires.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public byte[] Write(LocalSnapshot snapshot, SnapshotView view, string? contextHashesAsSent = null)
    {
        var buffer = new ArrayBufferWriter<byte>(768);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(json, snapshot, view, contextHashesAsSent);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter json, LocalSnapshot snapshot, SnapshotView view, string? contextHashesAsSent)
    {
        json.WriteStartObject();
        if (view != SnapshotView.Removed) json.WriteString("id"u8, snapshot.Id);
        json.WriteString("organizationId"u8, snapshot.OrganizationId);
        json.WriteBoolean("general"u8, snapshot.General);
        json.WriteString("name"u8, snapshot.Name);
        json.WriteString("imageName"u8, snapshot.ImageName);
        json.WriteString("state"u8, snapshot.State);
        if (snapshot.Size is { } size) json.WriteNumber("size"u8, size);
        else json.WriteNull("size"u8);
        json.WriteStrings("entrypoint"u8, snapshot.Entrypoint);
        json.WriteNumber("cpu"u8, snapshot.Cpu);
        json.WriteNumber("gpu"u8, snapshot.Gpu);
        if (snapshot.GpuType is not null) json.WriteString("gpuType"u8, snapshot.GpuType);
        json.WriteNumber("mem"u8, snapshot.Mem);
        json.WriteNumber("disk"u8, snapshot.Disk);
        json.WriteString("errorReason"u8, snapshot.ErrorReason);
        json.WriteTime("createdAt"u8, snapshot.CreatedAt);
        json.WriteTime("updatedAt"u8, snapshot.UpdatedAt);
        json.WriteTime("lastUsedAt"u8, snapshot.LastUsedAt);
        if (snapshot.BuildInfo is { } build) WriteBuildInfo(json, build, contextHashesAsSent);
        if (view != SnapshotView.Removed) json.WriteStrings("regionIds"u8, snapshot.RegionIds);

        bool namesNull = newer || view != SnapshotView.Created;
        if (snapshot.InitialRunnerId is not null || namesNull)
            json.WriteString("initialRunnerId"u8, snapshot.InitialRunnerId);
        if (snapshot.Ref is not null || namesNull) json.WriteString("ref"u8, snapshot.Ref);
        if (newer) json.WriteString("sourceSandboxId"u8, snapshot.SourceSandboxId);
        json.WriteString("sandboxClass"u8, snapshot.SandboxClass);
        json.WriteEndObject();
    }

    private static void WriteBuildInfo(Utf8JsonWriter json, LocalBuildInfo build, string? contextHashesAsSent)
    {
        json.WriteStartObject("buildInfo"u8);
        json.WriteString("dockerfileContent"u8, build.DockerfileContent);
        if (contextHashesAsSent is null)
        {
            json.WriteStrings("contextHashes"u8, build.ContextHashes);
        }
        else
        {
            // The first response repeats the sent values; later responses have the values of the database.
            json.WritePropertyName("contextHashes"u8);
            json.WriteRawValue(contextHashesAsSent);
        }

        json.WriteTime("createdAt"u8, build.CreatedAt);
        json.WriteTime("updatedAt"u8, build.UpdatedAt);
        json.WriteString("snapshotRef"u8, build.SnapshotRef);
        json.WriteEndObject();
    }
}
