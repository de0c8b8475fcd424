using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Json;

/// <summary>
/// Reads snapshots from the service's JSON, field by field. Newtonsoft.Json's serializer first has to inspect the classes and
/// compile property setters, which takes a noticeable part of a short script's time. Texts that snapshots of a page share are
/// stored once, because a caller may list ten thousand.
/// </summary>
/// <remarks>
/// An invalid value is left empty, because it must not make the others unreadable. JSON of another type, or that is incomplete, is a
/// <see cref="JsonException"/>.
/// </remarks>
internal sealed class SnapshotReader(JsonReader json, ResponseWarnings? warnings)
{
    private readonly JsonValueReader _json = new(json, warnings);

    /// <summary>Reads a snapshot.</summary>
    /// <exception cref="UnexpectedResponseException">The id, the name or the state is missing.</exception>
    public Snapshot ReadSnapshot()
    {
        Snapshot snapshot = ReadNotification();
        string? missing = snapshot.Id.Length == 0 ? "id" : snapshot.Name.Length == 0 ? "name" : snapshot.State.Length == 0 ? "state" : null;
        return missing is null ? snapshot : throw new UnexpectedResponseException(missing, "is missing");
    }

    /// <summary>Reads the snapshot of a notification, which may lack anything.</summary>
    public Snapshot ReadNotification()
    {
        _json.BeginObject();
        return ReadFields();
    }

    /// <summary>Reads a page of a listing.</summary>
    /// <exception cref="UnexpectedResponseException">The items or their total are missing.</exception>
    public SnapshotPage ReadPage()
    {
        _json.BeginObject();
        (List<Snapshot> Items, int Unreadable)? items = null;
        int? total = null;
        while (_json.ReadField() is { } field)
        {
            switch (field)
            {
                case "items": items = ReadItems(); break;
                case "total": total = _json.ReadInteger(); break;
                default: _json.Skip(); break;
            }
        }

        // Without them, the server is not a Daytona API, and must not appear to have no snapshots.
        return new SnapshotPage(
            items?.Items ?? throw new UnexpectedResponseException("items", "is missing"),
            items.Value.Unreadable,
            total is >= 0 ? total.Value : throw new UnexpectedResponseException("total", "is missing or negative"));
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
        // Those of the page, or of an item that was skipped.
        _json.EndInvalidFields();
        while (_json.ReadField() is { } field)
        {
            switch (field)
            {
                case "id": id = _json.ReadText(); break;
                case "organizationId": organizationId = _json.ReadCommonText(); break;
                case "general": general = _json.ReadBoolean(); break;
                case "name": name = _json.ReadText(); break;
                case "imageName": imageName = _json.ReadCommonText(); break;
                case "enabled": enabled = _json.ReadBoolean(); break;
                case "state": state = _json.ReadCommonText(); break;
                case "size": size = _json.ReadNumber(); break;
                case "entrypoint": entrypoint = _json.ReadTexts(); break;
                case "cpu": cpu = _json.ReadInteger(); break;
                case "gpu": gpu = _json.ReadInteger(); break;
                case "gpuType": gpuType = _json.ReadCommonText(); break;
                // Requests use the name memory.
                case "mem": memory = _json.ReadInteger(); break;
                case "disk": disk = _json.ReadInteger(); break;
                case "errorReason": errorReason = _json.ReadText(); break;
                case "createdAt": createdAt = _json.ReadTime(); break;
                case "updatedAt": updatedAt = _json.ReadTime(); break;
                case "lastUsedAt": lastUsedAt = _json.ReadTime(); break;
                case "buildInfo": buildInfo = ReadBuildInfo(); break;
                case "regionIds": regionIds = _json.ReadTexts(); break;
                case "initialRunnerId": initialRunnerId = _json.ReadCommonText(); break;
                case "ref": reference = _json.ReadText(); break;
                case "sourceSandboxId": sourceSandboxId = _json.ReadText(); break;
                case "sandboxClass": sandboxClass = _json.ReadCommonText(); break;
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
            Enabled = enabled ?? SnapshotState.IsEnabled(state ?? ""),
            InvalidFields = _json.EndInvalidFields(),
        };
    }

    private (List<Snapshot> Items, int Unreadable)? ReadItems()
    {
        if (_json.Next() != JsonToken.StartArray)
        {
            _json.Skip();
            return null;
        }

        List<Snapshot> items = [];
        int unreadable = 0;
        while (_json.Next() != JsonToken.EndArray)
        {
            Snapshot? item = null;
            if (_json.TokenType == JsonToken.StartObject) item = ReadFields();
            else _json.Skip();

            if (item is null or { Id.Length: 0 })
            {
                warnings?.OnItemWithoutId(_json.Path);
                unreadable++;
                continue;
            }

            if (item.Name.Length == 0) warnings?.OnInvalidValue("name", _json.Path + ".name");
            if (item.State.Length == 0) warnings?.OnInvalidValue("state", _json.Path + ".state");
            items.Add(item);
        }

        return (items, unreadable);
    }

    private BuildInfo? ReadBuildInfo()
    {
        if (_json.Next() != JsonToken.StartObject) return _json.SkipInvalid<BuildInfo>();

        _json.Parent = "buildInfo.";
        string? dockerfile = null, reference = null;
        string[]? hashes = null;
        DateTime? createdAt = null, updatedAt = null;
        while (_json.ReadField() is { } field)
        {
            switch (field)
            {
                case "dockerfileContent": dockerfile = _json.ReadText(); break;
                case "contextHashes": hashes = _json.ReadTexts(); break;
                case "createdAt": createdAt = _json.ReadTime(); break;
                case "updatedAt": updatedAt = _json.ReadTime(); break;
                case "snapshotRef": reference = _json.ReadText(); break;
                default: _json.Skip(); break;
            }
        }

        _json.Parent = "";
        return new BuildInfo
        {
            DockerfileContent = dockerfile,
            ContextHashes = hashes,
            CreatedAt = createdAt ?? default,
            UpdatedAt = updatedAt ?? default,
            SnapshotRef = reference,
        };
    }
}

/// <summary>A page of a listing.</summary>
/// <param name="Items">The snapshots.</param>
/// <param name="UnreadableItems">The number of items that could not be read. They are not in <see cref="Items"/>.</param>
/// <param name="Total">The number of snapshots on all pages.</param>
internal sealed record SnapshotPage(IReadOnlyList<Snapshot> Items, int UnreadableItems, int Total);
