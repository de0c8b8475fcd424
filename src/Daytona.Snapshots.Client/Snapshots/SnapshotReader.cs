using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Snapshots;

/// <summary>
/// Reads snapshots from the service's JSON, field by field. Newtonsoft.Json's serializer would do it too, but it first has to
/// examine the classes and compile what sets their properties: a good part of a short script's time. Texts that the snapshots of
/// a page have in common are held once, since whoever lists ten thousand keeps them all.
/// </summary>
internal sealed class SnapshotReader
{
    private readonly JsonReader _json;
    private readonly Dictionary<string, string> _texts = [];

    private SnapshotReader(JsonReader json) => _json = json;

    /// <summary>Reads a page of a listing.</summary>
    /// <returns>The page; null where the JSON is null.</returns>
    /// <exception cref="JsonException">The JSON is of something else, or broke off.</exception>
    public static SnapshotPage? ReadPage(JsonReader json) => new SnapshotReader(json).ReadPage();

    /// <summary>Reads a snapshot.</summary>
    /// <returns>The snapshot, its times local; null where the JSON is null. An absent field is the same as a null.</returns>
    /// <exception cref="JsonException">The JSON is of something else, or broke off.</exception>
    public static Snapshot? ReadSnapshot(JsonReader json)
    {
        var reader = new SnapshotReader(json);
        return reader.BeginsObject() ? reader.ReadFields() : null;
    }

    private SnapshotPage? ReadPage()
    {
        if (!BeginsObject()) return null;

        List<Snapshot>? items = null;
        int? total = null, page = null, totalPages = null;
        while (ReadField() is { } field)
        {
            switch (field)
            {
                case "items": items = ReadItems(); break;
                case "total": total = _json.ReadAsInt32(); break;
                case "page": page = _json.ReadAsInt32(); break;
                case "totalPages": totalPages = _json.ReadAsInt32(); break;
                default: _json.Skip(); break;
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

    private Snapshot ReadFields()
    {
        string? id = null, organizationId = null, name = null, imageName = null, state = null, gpuType = null, errorReason = null;
        string? initialRunnerId = null, reference = null, sourceSandboxId = null, sandboxClass = null;
        string[]? entrypoint = null, regionIds = null;
        bool? general = null, enabled = null;
        int? cpu = null, gpu = null, memory = null, disk = null;
        double? size = null;
        DateTime? createdAt = null, updatedAt = null, lastUsedAt = null;
        BuildInfo? buildInfo = null;
        while (ReadField() is { } field)
        {
            switch (field)
            {
                case "id": id = _json.ReadAsString(); break;
                case "organizationId": organizationId = ReadCommonText(); break;
                case "general": general = _json.ReadAsBoolean(); break;
                case "name": name = _json.ReadAsString(); break;
                case "imageName": imageName = ReadCommonText(); break;
                case "enabled": enabled = _json.ReadAsBoolean(); break;
                case "state": state = ReadCommonText(); break;
                case "size": size = _json.ReadAsDouble(); break;
                case "entrypoint": entrypoint = ReadStrings(); break;
                case "cpu": cpu = _json.ReadAsInt32(); break;
                case "gpu": gpu = _json.ReadAsInt32(); break;
                case "gpuType": gpuType = ReadCommonText(); break;
                // Requests say memory.
                case "mem": memory = _json.ReadAsInt32(); break;
                case "disk": disk = _json.ReadAsInt32(); break;
                case "errorReason": errorReason = _json.ReadAsString(); break;
                case "createdAt": createdAt = _json.ReadAsDateTime(); break;
                case "updatedAt": updatedAt = _json.ReadAsDateTime(); break;
                case "lastUsedAt": lastUsedAt = _json.ReadAsDateTime(); break;
                case "buildInfo": buildInfo = ReadBuildInfo(); break;
                case "regionIds": regionIds = ReadStrings(); break;
                case "initialRunnerId": initialRunnerId = ReadCommonText(); break;
                case "ref": reference = _json.ReadAsString(); break;
                case "sourceSandboxId": sourceSandboxId = _json.ReadAsString(); break;
                case "sandboxClass": sandboxClass = ReadCommonText(); break;
                default: _json.Skip(); break;
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

    private List<Snapshot>? ReadItems()
    {
        if (Next() != JsonToken.StartArray) return null;

        List<Snapshot> items = [];
        while (Next() != JsonToken.EndArray)
        {
            items.Add(_json.TokenType == JsonToken.StartObject ? ReadFields() : throw Unexpected(_json.TokenType));
        }

        return items;
    }

    private BuildInfo? ReadBuildInfo()
    {
        if (!BeginsObject()) return null;

        string? dockerfile = null, reference = null;
        string[]? hashes = null;
        DateTime? createdAt = null, updatedAt = null;
        while (ReadField() is { } field)
        {
            switch (field)
            {
                case "dockerfileContent": dockerfile = _json.ReadAsString(); break;
                case "contextHashes": hashes = ReadStrings(); break;
                case "createdAt": createdAt = _json.ReadAsDateTime(); break;
                case "updatedAt": updatedAt = _json.ReadAsDateTime(); break;
                case "snapshotRef": reference = _json.ReadAsString(); break;
                default: _json.Skip(); break;
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
    private bool BeginsObject() => Next() switch
    {
        JsonToken.StartObject => true,
        JsonToken.Null => false,
        var other => throw Unexpected(other),
    };

    /// <summary>The name of the next field; null at the object's end.</summary>
    private string? ReadField() =>
        Next() == JsonToken.PropertyName ? (string)_json.Value! : null;

    private string[]? ReadStrings()
    {
        switch (Next())
        {
            case JsonToken.Null: return null;
            case JsonToken.StartArray: break;
            case var other: throw Unexpected(other);
        }

        List<string> strings = [];
        for (string? text = ReadCommonText(); _json.TokenType is JsonToken.String or JsonToken.Null; text = ReadCommonText())
        {
            if (text is not null) strings.Add(text);
        }

        return _json.TokenType == JsonToken.EndArray ? [.. strings] : throw BrokeOff();
    }

    /// <summary>Reads a text that others are likely to have too.</summary>
    private string? ReadCommonText()
    {
        string? text = _json.ReadAsString();
        if (text is null) return null;
        if (_texts.TryGetValue(text, out string? known)) return known;

        _texts.Add(text, text);
        return text;
    }

    private JsonToken Next() => _json.Read() ? _json.TokenType : throw BrokeOff();

    private static JsonSerializationException Unexpected(JsonToken token) => new($"This is no place for {token}.");

    private static JsonReaderException BrokeOff() => new("The JSON broke off.");
}
