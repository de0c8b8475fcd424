using System.Text.Json;

namespace Daytona.Local.Endpoints;

/// <summary>The paths about the caller and the service: keys, organizations, regions, configuration, health.</summary>
internal sealed class AccountEndpoints(
    LocalServerOptions options,
    AccessControl access,
    OrganizationUsage usage,
    CopyOnWriteList<LocalRegion> regions,
    ServerAddresses addresses,
    TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "api-keys/current", Access.Key, [], CurrentKey),
        new("GET", "organizations", Access.Token, [], Organizations),
        new("POST", "organizations", Access.Token, [], AddOrganization),
        new("GET", "organizations/:id", Access.Token, [], Organization),
        new("GET", "organizations/:id/usage", Access.Token, [], Usage),
        new("GET", "regions", Access.Organization, [], Regions),
        new("GET", "shared-regions", Access.Public, [], SharedRegions),
        new("POST", "regions", Access.Organization, [Permissions.WriteRegions], AddRegion),
        new("GET", "config", Access.Public, [], Configuration),
        new("GET", "health", Access.Public, [], static _ => new(ApiResponse.Text(200, """{"status":"ok"}"""))),
    ];

    private ValueTask<ApiResponse> CurrentKey(ApiCall call)
    {
        LocalApiKey key = call.Caller.Key!;
        return new(ApiResponse.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("name"u8, key.Name);
            json.WriteString("value"u8, $"{key.Value[..3]}********************{key.Value[^3..]}");
            json.WriteTime("createdAt"u8, key.CreatedAt);
            json.WriteStrings("permissions"u8, key.Permissions);
            json.WriteTime("lastUsedAt"u8, key.LastUsedAt);
            json.WriteTime("expiresAt"u8, key.ExpiresAt);
            json.WriteString("userId"u8, key.User.Id);
            json.WriteEndObject();
        }));
    }

    private ValueTask<ApiResponse> Organizations(ApiCall call) => new(ApiResponse.Of(200, json =>
    {
        json.WriteStartArray();
        LocalOrganization[] organizations;
        lock (call.Caller.User!.Organizations) organizations = [.. call.Caller.User.Organizations];
        foreach (LocalOrganization organization in organizations) Write(json, organization);
        json.WriteEndArray();
    }));

    private ValueTask<ApiResponse> AddOrganization(ApiCall call)
    {
        Dictionary<string, string> texts = ReadTexts(call.Json, "name", "defaultRegionId");
        string region = texts["defaultRegionId"];
        if (regions.All(it => it.Id != region)) throw ServiceException.NotFound("Region not found");
        LocalOrganization organization = access.AddOrganization(texts["name"], call.Caller.User!);
        organization.DefaultRegionId = region;
        return new(ApiResponse.Of(201, json => Write(json, organization)));
    }

    private ValueTask<ApiResponse> AddRegion(ApiCall call)
    {
        string name = ReadTexts(call.Json, "name")["name"];
        var region = new LocalRegion(Guid.NewGuid().ToString(), name, "custom") { OrganizationId = call.Organization.Id };
        if (!regions.TryAdd(region, it => it.OrganizationId == call.Organization.Id && it.Name == name))
            throw new ServiceException(409, $"Region with name {name} already exists");
        return new(ApiResponse.Of(201, json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, region.Id);
            json.WriteNull("proxyApiKey"u8);
            json.WriteNull("sshGatewayApiKey"u8);
            json.WriteNull("snapshotManagerUsername"u8);
            json.WriteNull("snapshotManagerPassword"u8);
            json.WriteEndObject();
        }));
    }

    private static Dictionary<string, string> ReadTexts(JsonElement body, params string[] names)
    {
        var texts = new Dictionary<string, string>();
        var errors = new List<string>();
        foreach (string name in names)
        {
            JsonElement value = default;
            if (body.ValueKind == JsonValueKind.Object) body.TryGetProperty(name, out value);
            if (value.ValueKind == JsonValueKind.String) texts[name] = value.GetString()!;
            else errors.Add($"{name} must be a string");
        }

        return errors.Count == 0 ? texts : throw ServiceException.BadRequest(string.Join(", ", errors));
    }

    private void Write(Utf8JsonWriter json, LocalOrganization organization)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, organization.Id);
        json.WriteString("name"u8, organization.Name);
        json.WriteString("createdBy"u8, organization.CreatedBy);
        json.WriteBoolean("personal"u8, organization.Personal);
        json.WriteTime("createdAt"u8, organization.CreatedAt);
        json.WriteTime("updatedAt"u8, organization.CreatedAt);
        json.WriteBoolean("suspended"u8, organization.Suspended);
        json.WriteString("suspensionReason"u8, organization.Suspended ? organization.SuspensionReason : null);
        json.WriteNull("suspendedAt"u8);
        json.WriteNull("suspendedUntil"u8);
        json.WriteNumber("suspensionCleanupGracePeriodHours"u8, 24);
        json.WriteNumber("maxCpuPerSandbox"u8, organization.MaxCpuPerSandbox);
        json.WriteNumber("maxMemoryPerSandbox"u8, organization.MaxMemoryPerSandbox);
        json.WriteNumber("maxDiskPerSandbox"u8, organization.MaxDiskPerSandbox);
        if (options.Newer)
        {
            json.WriteNumber("secretQuota"u8, 100);
            json.WriteNumber("maxSecretsPerSandbox"u8, 20);
        }

        json.WriteNumber("snapshotDeactivationTimeoutMinutes"u8, 20160);
        json.WriteBoolean("sandboxLimitedNetworkEgress"u8, false);
        if (options.Newer)
        {
            json.WriteBoolean("previewWarningEnabled"u8, true);
            json.WriteBoolean("ssoEnabled"u8, false);
        }

        if (organization.DefaultRegionId is { } region) json.WriteString("defaultRegionId"u8, region);
        else if (!options.Newer) json.WriteNull("defaultRegionId"u8);
        WriteNumber(json, "authenticatedRateLimit"u8, organization.AuthenticatedRateLimit);
        json.WriteNull("sandboxCreateRateLimit"u8);
        json.WriteNull("sandboxLifecycleRateLimit"u8);
        json.WriteNull("experimentalConfig"u8);
        json.WriteNull("otelConfig"u8);
        WriteNumber(json, "authenticatedRateLimitTtlSeconds"u8, organization.AuthenticatedRateLimitTtlSeconds);
        json.WriteNull("sandboxCreateRateLimitTtlSeconds"u8);
        json.WriteNull("sandboxLifecycleRateLimitTtlSeconds"u8);
        json.WriteEndObject();
    }

    private ValueTask<ApiResponse> Organization(ApiCall call)
    {
        LocalOrganization organization = FindMembership(call);
        return new(ApiResponse.Of(200, json => Write(json, organization)));
    }

    private ValueTask<ApiResponse> Usage(ApiCall call)
    {
        LocalOrganization organization = FindMembership(call);
        return new(ApiResponse.Of(200, json => usage.Write(json, organization)));
    }

    private static LocalOrganization FindMembership(ApiCall call)
    {
        LocalUser user = call.Caller.User!;
        lock (user.Organizations)
        {
            return user.Organizations.FirstOrDefault(organization => organization.Id == call.Id)
                ?? throw ServiceException.Forbidden("Access denied");
        }
    }

    private ValueTask<ApiResponse> Regions(ApiCall call) =>
        new(WriteRegions(regions.Where(region => region.IsAvailableTo(call.Organization))));

    private ValueTask<ApiResponse> SharedRegions(ApiCall call) =>
        new(WriteRegions(regions.Where(static region => region.Type == "shared")));

    private ApiResponse WriteRegions(IEnumerable<LocalRegion> listed) => ApiResponse.Of(200, json =>
    {
        json.WriteStartArray();
        foreach (LocalRegion region in listed)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, region.Id);
            json.WriteString("name"u8, region.Name);
            json.WriteString("organizationId"u8, region.OrganizationId);
            json.WriteString("regionType"u8, region.Type);
            json.WriteTime("createdAt"u8, _startedAt);
            json.WriteTime("updatedAt"u8, _startedAt);
            json.WriteNull("proxyUrl"u8);
            json.WriteNull("sshGatewayUrl"u8);
            json.WriteNull("snapshotManagerUrl"u8);
            if (options.Newer) json.WriteNull("otelEndpoint"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private ValueTask<ApiResponse> Configuration(ApiCall call) => new(ApiResponse.Of(200, json =>
    {
        string origin = $"http://{call.Context.Request.Host}";
        json.WriteStartObject();
        json.WriteString("version"u8, Versions.Of(options.Newer));
        json.WriteStartObject("oidc"u8);
        json.WriteString("issuer"u8, "http://localhost/local-server");
        json.WriteString("clientId"u8, "daytona");
        json.WriteString("audience"u8, "daytona");
        json.WriteEndObject();
        json.WriteBoolean("linkedAccountsEnabled"u8, false);
        json.WriteString("proxyTemplateUrl"u8, "http://{{PORT}}-{{sandboxId}}.proxy.localhost");
        json.WriteString("proxyToolboxUrl"u8, options.ToolboxAddress ?? addresses.Toolbox.ToString());
        json.WriteString("defaultSnapshot"u8, "ubuntu:22.04");
        json.WriteString("dashboardUrl"u8, origin);
        json.WriteNumber("maxAutoArchiveInterval"u8, 43200);
        json.WriteBoolean("maintananceMode"u8, options.Maintenance);
        json.WriteString("environment"u8, "local");
        json.WriteStartObject("announcements"u8);
        json.WriteEndObject();
        json.WriteStartObject("rateLimit"u8);
        json.WriteStartObject("authenticated"u8);
        if (options.RateLimit is { } limit)
        {
            json.WriteNumber("ttl"u8, (int)options.RateLimitWindow.TotalSeconds);
            json.WriteNumber("limit"u8, limit);
        }

        json.WriteEndObject();
        json.WriteStartObject("sandboxCreate"u8);
        json.WriteEndObject();
        json.WriteStartObject("sandboxLifecycle"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }));

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
