using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Reads snapshots from the service's JSON, field by field. Newtonsoft.Json's serializer would do it too, but it first has to
/// examine the classes and compile what sets their properties: a good part of a short script's time.
/// </summary>
internal static class SnapshotReader
{
    /// <summary>Reads a page of a listing.</summary>
    /// <returns>The page; null where the JSON is null.</returns>
    /// <exception cref="JsonException">The JSON is of something else, or broke off.</exception>
    public static SnapshotPage? ReadPage(JsonReader reader)
    {
        if (!BeginsObject(reader)) return null;

        List<Snapshot>? items = null;
        int? total = null, page = null, totalPages = null;
        while (ReadField(reader) is { } field)
        {
            switch (field)
            {
                case "items": items = ReadItems(reader); break;
                case "total": total = reader.ReadAsInt32(); break;
                case "page": page = reader.ReadAsInt32(); break;
                case "totalPages": totalPages = reader.ReadAsInt32(); break;
                default: reader.Skip(); break;
            }
        }

        return new SnapshotPage
        {
            // Without them this is some other server, which must not look like one that has no snapshots.
            Items = items ?? throw new JsonSerializationException("There are no items."),
            Total = total ?? 0,
            Page = page ?? 0,
            TotalPages = totalPages ?? 0,
        };
    }

    /// <summary>Reads a snapshot.</summary>
    /// <returns>The snapshot, its times local; null where the JSON is null. An absent field is the same as a null.</returns>
    /// <exception cref="JsonException">The JSON is of something else, or broke off.</exception>
    public static Snapshot? ReadSnapshot(JsonReader reader) => BeginsObject(reader) ? ReadFields(reader) : null;

    private static Snapshot ReadFields(JsonReader reader)
    {
        string? id = null, organizationId = null, name = null, imageName = null, state = null, gpuType = null, errorReason = null;
        string? initialRunnerId = null, reference = null, sourceSandboxId = null, sandboxClass = null;
        string[]? entrypoint = null, regionIds = null;
        bool? general = null, enabled = null;
        int? cpu = null, gpu = null, memory = null, disk = null;
        double? size = null;
        DateTime? createdAt = null, updatedAt = null, lastUsedAt = null;
        BuildInfo? buildInfo = null;
        while (ReadField(reader) is { } field)
        {
            switch (field)
            {
                case "id": id = reader.ReadAsString(); break;
                case "organizationId": organizationId = reader.ReadAsString(); break;
                case "general": general = reader.ReadAsBoolean(); break;
                case "name": name = reader.ReadAsString(); break;
                case "imageName": imageName = reader.ReadAsString(); break;
                case "enabled": enabled = reader.ReadAsBoolean(); break;
                case "state": state = reader.ReadAsString(); break;
                case "size": size = reader.ReadAsDouble(); break;
                case "entrypoint": entrypoint = ReadStrings(reader); break;
                case "cpu": cpu = reader.ReadAsInt32(); break;
                case "gpu": gpu = reader.ReadAsInt32(); break;
                case "gpuType": gpuType = reader.ReadAsString(); break;
                // Requests say memory.
                case "mem": memory = reader.ReadAsInt32(); break;
                case "disk": disk = reader.ReadAsInt32(); break;
                case "errorReason": errorReason = reader.ReadAsString(); break;
                case "createdAt": createdAt = reader.ReadAsDateTime(); break;
                case "updatedAt": updatedAt = reader.ReadAsDateTime(); break;
                case "lastUsedAt": lastUsedAt = reader.ReadAsDateTime(); break;
                case "buildInfo": buildInfo = ReadBuildInfo(reader); break;
                case "regionIds": regionIds = ReadStrings(reader); break;
                case "initialRunnerId": initialRunnerId = reader.ReadAsString(); break;
                case "ref": reference = reader.ReadAsString(); break;
                case "sourceSandboxId": sourceSandboxId = reader.ReadAsString(); break;
                case "sandboxClass": sandboxClass = reader.ReadAsString(); break;
                default: reader.Skip(); break;
            }
        }

        return new Snapshot
        {
            Id = id ?? "",
            OrganizationId = organizationId,
            General = general ?? false,
            Name = name ?? "",
            ImageName = imageName,
            State = state ?? "",
            Size = size,
            Entrypoint = entrypoint,
            Cpu = cpu ?? 0,
            Gpu = gpu ?? 0,
            GpuType = gpuType,
            Memory = memory ?? 0,
            Disk = disk ?? 0,
            ErrorReason = errorReason,
            CreatedAt = createdAt ?? default,
            UpdatedAt = updatedAt ?? default,
            LastUsedAt = lastUsedAt,
            BuildInfo = buildInfo,
            RegionIds = regionIds,
            InitialRunnerId = initialRunnerId,
            Ref = reference,
            SourceSandboxId = sourceSandboxId,
            SandboxClass = sandboxClass,
            Enabled = enabled ?? !string.Equals(state, SnapshotState.Inactive, StringComparison.Ordinal),
        };
    }

    private static List<Snapshot>? ReadItems(JsonReader reader)
    {
        if (Next(reader) != JsonToken.StartArray) return null;

        List<Snapshot> items = [];
        while (Next(reader) != JsonToken.EndArray)
        {
            items.Add(reader.TokenType == JsonToken.StartObject ? ReadFields(reader) : throw Unexpected(reader.TokenType));
        }

        return items;
    }

    private static BuildInfo? ReadBuildInfo(JsonReader reader)
    {
        if (!BeginsObject(reader)) return null;

        string? dockerfile = null, reference = null;
        string[]? hashes = null;
        DateTime? createdAt = null, updatedAt = null;
        while (ReadField(reader) is { } field)
        {
            switch (field)
            {
                case "dockerfileContent": dockerfile = reader.ReadAsString(); break;
                case "contextHashes": hashes = ReadStrings(reader); break;
                case "createdAt": createdAt = reader.ReadAsDateTime(); break;
                case "updatedAt": updatedAt = reader.ReadAsDateTime(); break;
                case "snapshotRef": reference = reader.ReadAsString(); break;
                default: reader.Skip(); break;
            }
        }

        return new BuildInfo
        {
            DockerfileContent = dockerfile,
            ContextHashes = hashes,
            CreatedAt = createdAt ?? default,
            UpdatedAt = updatedAt ?? default,
            SnapshotRef = reference,
        };
    }

    /// <summary>Whether an object comes next; false at a null.</summary>
    private static bool BeginsObject(JsonReader reader) => Next(reader) switch
    {
        JsonToken.StartObject => true,
        JsonToken.Null => false,
        var other => throw Unexpected(other),
    };

    /// <summary>The name of the next field; null at the object's end.</summary>
    private static string? ReadField(JsonReader reader) =>
        Next(reader) == JsonToken.PropertyName ? (string)reader.Value! : null;

    private static string[]? ReadStrings(JsonReader reader)
    {
        switch (Next(reader))
        {
            case JsonToken.Null: return null;
            case JsonToken.StartArray: break;
            case var other: throw Unexpected(other);
        }

        List<string> strings = [];
        for (string? text = reader.ReadAsString(); reader.TokenType is JsonToken.String or JsonToken.Null; text = reader.ReadAsString())
        {
            if (text is not null) strings.Add(text);
        }

        return reader.TokenType == JsonToken.EndArray ? [.. strings] : throw BrokeOff();
    }

    private static JsonToken Next(JsonReader reader) => reader.Read() ? reader.TokenType : throw BrokeOff();

    private static JsonSerializationException Unexpected(JsonToken token) => new($"This is no place for {token}.");

    private static JsonReaderException BrokeOff() => new("The JSON broke off.");
}
