using System.Text.Json;
using System.Text.RegularExpressions;

namespace Daytona.Local.Snapshots;

/// <summary>Creates snapshots from an image or a Dockerfile, with the service's checks in the service's order.</summary>
internal sealed partial class LocalSnapshotCreation(
    LocalServer server, SnapshotStore store, SnapshotLifecycle life, SnapshotQuota quota, AccessControl access)
{
    public LocalResponse Create(ApiCall call)
    {
        var form = new LocalSnapshotRequest(call.Json, server.Options.Newer);
        if (form.BuildInfo is not null && !string.IsNullOrEmpty(form.ImageName))
            throw ServiceException.BadRequest("Cannot specify an image name when using a build info entry");
        if (form.BuildInfo is not null && form.HasEntrypoint)
            throw ServiceException.BadRequest("Cannot specify an entrypoint when using a build info entry");
        if (form.BuildInfo is null && string.IsNullOrEmpty(form.ImageName))
            throw ServiceException.BadRequest("Must specify an image name when not using a build info entry");

        LocalRegion region = FindRegion(call.Organization, form.RegionId);
        string? problem = LocalSnapshotRequest.ValidateName(form.Name)
            ?? (form.BuildInfo is null ? LocalSnapshotRequest.ValidateImage(form.ImageName!) : null);
        if (problem is not null) throw ServiceException.BadRequest(problem);

        string sandboxClass = form.SandboxClass ?? "container";
        CheckClass(region, sandboxClass);
        SnapshotQuota.CheckSuspension(call.Organization);
        quota.Check(call.Organization, region, form.Cpu, form.Memory, form.Disk, form.Gpu);
        string? gpuType = FindGpu(region, sandboxClass, form);

        return Insert(call, form, region, sandboxClass, gpuType);
    }

    private LocalResponse Insert(
        ApiCall call, LocalSnapshotRequest form, LocalRegion region, string sandboxClass, string? gpuType)
    {
        string? hashesAsSent = null;
        LocalBuildInfo? build = form.BuildInfo is { } info ? FindBuild(info, out hashesAsSent) : null;
        if (form.HasInvalidSize) throw ServiceException.Unexpected();

        // Unknown fields are copied to the stored row: some are stored, and an invalid one fails the insert.
        Guid id = ReadUuid(form.Extra("id")) ?? Guid.NewGuid();
        string organization = ReadUuid(form.Extra("organizationId"))?.ToString() ?? call.Organization.Id;
        if (access.FindOrganization(organization) is null) throw ServiceException.Unexpected();

        double? builtSize = build is null ? null : store.FindBuiltSize(build.SnapshotRef);
        LocalSnapshot? snapshot = store.Add(id, organization, form.Name, added =>
        {
            added.ImageName = form.ImageName ?? "";
            added.Entrypoint = build is null ? form.Entrypoint : FindEntrypoint(build.DockerfileContent);
            (added.Cpu, added.Gpu, added.GpuType) = ((int)(form.Cpu ?? 1), (int)(form.Gpu ?? 0), gpuType);
            (added.Mem, added.Disk) = ((int)(form.Memory ?? 1), (int)(form.Disk ?? 3));
            (added.RegionIds, added.SandboxClass) = ([region.Id], sandboxClass);
            added.BuildInfo = build;
            if (build is not null) added.Ref = SnapshotLifecycle.ReferenceOf(added);
            added.Size = ReadNumber(form.Extra("size"));
            added.ErrorReason = ReadText(form.Extra("errorReason"));
            added.InitialRunnerId = ReadText(form.Extra("initialRunnerId"));
            added.HideFromUsers = form.Extra("hideFromUsers").ValueKind == JsonValueKind.True;
            if (builtSize is null) return;

            // The image already exists: nothing is built, and no runner has a log.
            (added.Size, added.State, added.LastUsedAt) = (builtSize, SnapshotStates.Active, added.CreatedAt);
        }, out byte[] json, hashesAsSent);
        if (snapshot is null)
            throw new ServiceException(409, $"Snapshot with name \"{form.Name}\" already exists for this organization");

        life.Begin(snapshot);
        return new LocalResponse(200, json, LocalResponse.JsonType);
    }

    private LocalBuildInfo FindBuild(JsonElement info, out string? hashesAsSent)
    {
        hashesAsSent = null;
        if (!info.TryGetProperty("dockerfileContent", out JsonElement content)
            || content.ValueKind != JsonValueKind.String
            // The database refuses NUL in a text.
            || content.GetString()!.Contains('\0', StringComparison.Ordinal))
            throw ServiceException.Unexpected();

        // The reference is made from the values as they were sent, a text from its letters; what the database keeps is
        // one text with commas between the values.
        string[]? sentHashes = null;
        string? kept = null;
        if (info.TryGetProperty("contextHashes", out JsonElement sent))
        {
            (sentHashes, kept) = sent.ValueKind switch
            {
                JsonValueKind.Array => (
                    (string[])[.. sent.EnumerateArray().Select(static hash => hash.ToString())],
                    string.Join(',', sent.EnumerateArray())),
                JsonValueKind.String => (
                    [.. sent.GetString()!.Select(static letter => letter.ToString())], sent.GetString()),
                _ => throw ServiceException.Unexpected(),
            };
        }

        string[]? hashes = kept is null ? null : kept.Length == 0 ? [] : kept.Split(',');
        LocalBuildInfo build = store.GetOrAddBuild(new LocalBuildInfo(content.GetString()!, hashes, store.Now)
        {
            SnapshotRef = LocalBuildInfo.ReferenceOf(content.GetString()!, sentHashes),
        }, out bool isNew);
        if (isNew && sentHashes is not null) hashesAsSent = sent.GetRawText();
        return build;
    }

    private LocalRegion FindRegion(LocalOrganization organization, string? regionId)
    {
        if (organization.DefaultRegionId is not { } fallback)
        {
            throw ServiceException.BadRequest(
                "This organization does not have a default region. " +
                "Please open the Daytona Dashboard to set a default region.");
        }

        string id = regionId?.Trim() is { Length: > 0 } given ? given : fallback;
        LocalRegion region = server.Regions.FirstOrDefault(region => region.Id == id)
            ?? throw ServiceException.NotFound(id == fallback ? "Default region not found" : "Region not found");
        if (id == fallback || region.IsAvailableTo(organization)) return region;
        throw region.Type == "shared"
            ? ServiceException.Forbidden($"Region {id} is not available to the organization")
            : ServiceException.NotFound($"Region {id} not found");
    }

    private static void CheckClass(LocalRegion region, string sandboxClass)
    {
        if (sandboxClass == "windows")
        {
            throw ServiceException.BadRequest(
                "Windows snapshots cannot be created via this endpoint; " +
                "they are produced by snapshot-from-sandbox flows.");
        }

        if (!region.RunnersFor(sandboxClass).Any())
        {
            throw ServiceException.BadRequest(
                $"No runners are configured in region '{region.Name}' for sandbox class '{sandboxClass}'. " +
                "Try a different region or sandbox class.");
        }
    }

    private static string? FindGpu(LocalRegion region, string sandboxClass, LocalSnapshotRequest form)
    {
        if (!(form.Gpu > 0)) return null;

        string[] available = [.. region.RunnersFor(sandboxClass).Select(static runner => runner.GpuType).OfType<string>()];
        return (form.GpuTypes.Count == 0 ? available : form.GpuTypes.Where(available.Contains)).FirstOrDefault()
            ?? throw ServiceException.BadRequest(form.GpuTypes.Count == 0
                ? "No available runners"
                : $"No available runners with GPU type: {string.Join(", ", form.GpuTypes)}.");
    }

    /// <summary>The last ENTRYPOINT of a Dockerfile as the service reads it: by a pattern, and not as Docker does.</summary>
    internal static List<string>? FindEntrypoint(string dockerfile)
    {
        MatchCollection matches = EntrypointLine().Matches(dockerfile);
        if (matches.Count == 0) return ["sleep", "infinity"];

        string text = matches[^1].Groups[1].Value.Trim();
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Array) return ["sleep", "infinity"];
            List<string> words = [.. json.RootElement.EnumerateArray()
                .Select(static word => word.ToString())
                .Where(static word => word.Trim().Length > 0)];
            return words.Count > 0 ? words : null;
        }
        catch (JsonException)
        {
            string word = text.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
            return word.Trim().Length > 0 ? [word] : null;
        }
    }

    private static Guid? ReadUuid(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String when Guid.TryParse(value.GetString(), out Guid id) => id,
        _ => throw ServiceException.Unexpected(),
    };

    private static double? ReadNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetDouble(),
        _ => throw ServiceException.Unexpected(),
    };

    private static string? ReadText(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : value.ToString();

    [GeneratedRegex(@"ENTRYPOINT\s+(.*)")]
    private static partial Regex EntrypointLine();
}
