using System.Text.Json.Nodes;

namespace Daytona.Local.Endpoints;

/// <summary>The paths about the caller and the service: keys, organizations, regions, configuration, health.</summary>
internal sealed class AccountEndpoints(LocalServer server, SnapshotStore snapshots, SandboxStore sandboxes)
{
    private readonly DateTimeOffset _startedAt = server.Options.TimeProvider.GetUtcNow();

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "api-keys/current", Access.Key, [], CurrentKey),
        new("GET", "organizations", Access.Token, [], call => LocalResponse.Json(call.Caller.User!.Organizations.Select(Describe))),
        new("GET", "organizations/{id}", Access.Token, [], call => LocalResponse.Json(Describe(FindMembership(call)))),
        new("GET", "organizations/{id}/usage", Access.Token, [], Usage),
        new("GET", "regions", Access.Organization, [], Regions),
        new("GET", "config", Access.Public, [], Configuration),
        new("GET", "health", Access.Public, [], static _ => LocalResponse.Json(new { status = "ok" })),
    ];

    private static LocalResponse CurrentKey(ApiCall call)
    {
        LocalApiKey key = call.Caller.Key!;
        return LocalResponse.Json(new
        {
            key.Name,
            value = $"{key.Value[..Math.Min(3, key.Value.Length)]}********************{key.Value[^Math.Min(3, key.Value.Length)..]}",
            key.CreatedAt,
            key.Permissions,
            key.LastUsedAt,
            key.ExpiresAt,
            userId = key.User.Id,
        });
    }

    private JsonObject Describe(LocalOrganization organization)
    {
        string createdAt = LocalJson.ToText(organization.CreatedAt);
        var json = new JsonObject
        {
            ["id"] = organization.Id,
            ["name"] = organization.Name,
            ["createdBy"] = organization.CreatedBy,
            ["personal"] = organization.Personal,
            ["createdAt"] = createdAt,
            ["updatedAt"] = createdAt,
            ["suspended"] = organization.Suspended,
            ["suspensionReason"] = organization.Suspended ? organization.SuspensionReason : null,
            ["suspendedAt"] = null,
            ["suspendedUntil"] = null,
            ["suspensionCleanupGracePeriodHours"] = 24,
            ["maxCpuPerSandbox"] = organization.MaxCpuPerSandbox,
            ["maxMemoryPerSandbox"] = organization.MaxMemoryPerSandbox,
            ["maxDiskPerSandbox"] = organization.MaxDiskPerSandbox,
            ["secretQuota"] = 100,
            ["maxSecretsPerSandbox"] = 20,
            ["snapshotDeactivationTimeoutMinutes"] = 20160,
            ["sandboxLimitedNetworkEgress"] = false,
            ["previewWarningEnabled"] = true,
            ["ssoEnabled"] = false,
            ["defaultRegionId"] = organization.DefaultRegionId,
            ["authenticatedRateLimit"] = organization.AuthenticatedRateLimit,
            ["sandboxCreateRateLimit"] = null,
            ["sandboxLifecycleRateLimit"] = null,
            ["experimentalConfig"] = null,
            ["otelConfig"] = null,
            ["authenticatedRateLimitTtlSeconds"] = null,
            ["sandboxCreateRateLimitTtlSeconds"] = null,
            ["sandboxLifecycleRateLimitTtlSeconds"] = null,
        };
        string[] absent = server.Options.Newer
            ? organization.DefaultRegionId is null ? ["defaultRegionId"] : []
            : ["secretQuota", "maxSecretsPerSandbox", "previewWarningEnabled", "ssoEnabled"];
        foreach (string name in absent) json.Remove(name);
        return json;
    }

    private LocalResponse Usage(ApiCall call)
    {
        LocalOrganization organization = FindMembership(call);
        return LocalResponse.Json(new
        {
            regionUsage = server.Regions.Where(region => region.IsAvailableTo(organization)).Select(region => UsageIn(region, organization)),
            totalSnapshotQuota = organization.SnapshotQuota,
            currentSnapshotUsage = snapshots.CountAgainstQuota(organization.Id),
            totalVolumeQuota = 100,
            currentVolumeUsage = 0,
        });
    }

    private object UsageIn(LocalRegion region, LocalOrganization organization)
    {
        LocalRegionQuota? quota = region.Quotas.GetValueOrDefault(organization.Id);
        LocalSandbox[] here =
        [
            .. sandboxes.ToList().Where(it => it.OrganizationId == organization.Id && it.RegionId == region.Id),
        ];
        // A stopped sandbox keeps its disk and gives back the rest.
        LocalSandbox[] running = [.. here.Where(static it => it.State != SandboxStates.Stopped)];
        int? none = null;
        return new
        {
            regionId = region.Id,
            sandboxClass = "container",
            totalCpuQuota = 10,
            currentCpuUsage = running.Sum(static it => it.Cpu),
            totalMemoryQuota = 20,
            currentMemoryUsage = running.Sum(static it => it.Memory),
            totalDiskQuota = 30,
            currentDiskUsage = here.Sum(static it => it.Disk),
            totalGpuQuota = quota?.TotalGpuQuota ?? 0,
            currentGpuUsage = running.Sum(static it => it.Gpu),
            maxCpuPerSandbox = quota?.MaxCpuPerSandbox ?? organization.MaxCpuPerSandbox,
            maxMemoryPerSandbox = quota?.MaxMemoryPerSandbox ?? organization.MaxMemoryPerSandbox,
            maxDiskPerSandbox = quota?.MaxDiskPerSandbox ?? organization.MaxDiskPerSandbox,
            maxDiskPerNonEphemeralSandbox = none,
            maxCpuPerGpuSandbox = none,
            maxMemoryPerGpuSandbox = none,
            maxDiskPerGpuSandbox = none,
        };
    }

    private static LocalOrganization FindMembership(ApiCall call) =>
        call.Caller.User!.Organizations.FirstOrDefault(organization => organization.Id == call.Id)
            ?? throw ServiceException.Forbidden("Access denied");

    private LocalResponse Regions(ApiCall call)
    {
        string startedAt = LocalJson.ToText(_startedAt);
        return LocalResponse.Json(server.Regions.Where(region => region.IsAvailableTo(call.Organization)).Select(region =>
        {
            var json = new JsonObject
            {
                ["id"] = region.Id,
                ["name"] = region.Name,
                ["organizationId"] = null,
                ["regionType"] = region.Type,
                ["createdAt"] = startedAt,
                ["updatedAt"] = startedAt,
                ["proxyUrl"] = null,
                ["sshGatewayUrl"] = null,
                ["snapshotManagerUrl"] = null,
            };
            if (server.Options.Newer) json["otelEndpoint"] = null;
            return json;
        }));
    }

    private LocalResponse Configuration(ApiCall call) => LocalResponse.Json(new
    {
        version = server.Options.Version,
        oidc = new { issuer = "http://localhost/local-server", clientId = "daytona", audience = "daytona" },
        linkedAccountsEnabled = false,
        proxyTemplateUrl = "http://{{PORT}}-{{sandboxId}}.proxy.localhost",
        proxyToolboxUrl = server.Options.ToolboxAddress ?? server.ToolboxUrl.ToString(),
        defaultSnapshot = "ubuntu:22.04",
        dashboardUrl = $"http://{call.Context.Request.Host}",
        maxAutoArchiveInterval = 43200,
        maintananceMode = server.Options.Maintenance,
        environment = "local",
        announcements = new { },
        rateLimit = new { authenticated = new { }, sandboxCreate = new { }, sandboxLifecycle = new { } },
    });
}
