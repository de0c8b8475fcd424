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
internal sealed class SnapshotReader(JsonReader json, ResponseWarnings? warnings) : JsonValueReader(json, warnings)
{
    private int _unreadable;

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
        BeginObject();
        return ReadFields();
    }

    /// <summary>Reads a page of a listing.</summary>
    /// <exception cref="UnexpectedResponseException">The items or their total are missing.</exception>
    public SnapshotPage ReadPage()
    {
        BeginObject();
        List<Snapshot>? items = null;
        int? total = null;
        while (ReadField() is { } field)
        {
            switch (field)
            {
                case "items": items = ReadItems(); break;
                case "total": total = ReadInteger(); break;
                default: Json.Skip(); break;
            }
        }

        // Without them, the server is not a Daytona API, and must not appear to have no snapshots.
        return new SnapshotPage(
            items ?? throw new UnexpectedResponseException("items", "is missing"),
            _unreadable,
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
        EndInvalidFields();
        while (ReadField() is { } field)
        {
            switch (field)
            {
                case "id": id = ReadText(); break;
                case "organizationId": organizationId = ReadCommonText(); break;
                case "general": general = ReadBoolean(); break;
                case "name": name = ReadText(); break;
                case "imageName": imageName = ReadCommonText(); break;
                case "enabled": enabled = ReadBoolean(); break;
                case "state": state = ReadCommonText(); break;
                case "size": size = ReadNumber(); break;
                case "entrypoint": entrypoint = ReadTexts(); break;
                case "cpu": cpu = ReadInteger(); break;
                case "gpu": gpu = ReadInteger(); break;
                case "gpuType": gpuType = ReadCommonText(); break;
                // Requests use the name memory.
                case "mem": memory = ReadInteger(); break;
                case "disk": disk = ReadInteger(); break;
                case "errorReason": errorReason = ReadText(); break;
                case "createdAt": createdAt = ReadTime(); break;
                case "updatedAt": updatedAt = ReadTime(); break;
                case "lastUsedAt": lastUsedAt = ReadTime(); break;
                case "buildInfo": buildInfo = ReadBuildInfo(); break;
                case "regionIds": regionIds = ReadTexts(); break;
                case "initialRunnerId": initialRunnerId = ReadCommonText(); break;
                case "ref": reference = ReadText(); break;
                case "sourceSandboxId": sourceSandboxId = ReadText(); break;
                case "sandboxClass": sandboxClass = ReadCommonText(); break;
                default: Json.Skip(); break;
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
            InvalidFields = EndInvalidFields(),
        };
    }

    private List<Snapshot>? ReadItems()
    {
        if (Next() != JsonToken.StartArray)
        {
            Json.Skip();
            return null;
        }

        List<Snapshot> items = [];
        while (Next() != JsonToken.EndArray)
        {
            Snapshot? item = null;
            if (Json.TokenType == JsonToken.StartObject) item = ReadFields();
            else Json.Skip();

            if (item is null or { Id.Length: 0 })
            {
                Warnings?.OnItemWithoutId(Json.Path);
                _unreadable++;
                continue;
            }

            if (item.Name.Length == 0) Warnings?.OnInvalidValue("name", Json.Path + ".name");
            if (item.State.Length == 0) Warnings?.OnInvalidValue("state", Json.Path + ".state");
            items.Add(item);
        }

        return items;
    }

    private BuildInfo? ReadBuildInfo()
    {
        if (Next() != JsonToken.StartObject) return SkipInvalid<BuildInfo>();

        Parent = "buildInfo.";
        string? dockerfile = null, reference = null;
        string[]? hashes = null;
        DateTime? createdAt = null, updatedAt = null;
        while (ReadField() is { } field)
        {
            switch (field)
            {
                case "dockerfileContent": dockerfile = ReadText(); break;
                case "contextHashes": hashes = ReadTexts(); break;
                case "createdAt": createdAt = ReadTime(); break;
                case "updatedAt": updatedAt = ReadTime(); break;
                case "snapshotRef": reference = ReadText(); break;
                default: Json.Skip(); break;
            }
        }

        Parent = "";
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
