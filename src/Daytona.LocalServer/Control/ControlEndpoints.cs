using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Daytona.Local.Control;

/// <summary>The endpoints with which scripts on this machine set faults and options. Pages of other sites are refused.</summary>
internal static class ControlEndpoints
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
    }

    public static void Map(IEndpointRouteBuilder routes, LocalServer server, RequestLog log)
    {
        RouteGroupBuilder control = routes.MapGroup("/control");
        control.MapGet("state", () => ServerState.Describe(server, log));
        control.MapGet("faults", static () => new { names = FaultCatalog.Names });
        control.MapPost("faults", (FaultForm form) => { server.Faults.Add(form.ToFault()); });
        control.MapDelete("faults", () => server.Faults.Clear());
        control.MapPost("settings", (SettingsForm form) => form.ApplyTo(server));
        control.MapPost("snapshots", (SnapshotForm form) => Set(server, form));
        control.MapPost("sandboxes", (SandboxForm form) => new { Set(server, form).Id });
        control.MapPost("organizations", (OrganizationForm form) => new { Set(server, form).Id });
        control.MapPost("keys", (KeyForm form) => new { Add(server, form).Value });
        control.MapPost("tokens", (TokenForm form) =>
            new { Value = server.AddAccessToken(form.User, (form.Organizations ?? []).Select(server.GetOrganization)) });
        control.MapPost("regions", (RegionForm form) => Set(server, form));
        control.MapPost("toolbox", (ToolboxRuleForm form) => Add(server, form));
        control.MapDelete("toolbox", () => server.Toolbox.Clear());
        control.MapDelete("requests", () => server.ClearRequests());
        control.MapFallback(static () => Results.NotFound(
            new { message = "The path does not exist. docs/local-server.md lists those of /control/." }));
    }

    /// <summary>Refuses pages of other sites, and reports what a script did wrong.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        (HttpRequest request, HttpResponse response) = (context.Request, context.Response);
        bool isHere = request.Host.Host is "localhost" or "127.0.0.1" || request.Host.Host.EndsWith(".localhost", StringComparison.Ordinal);
        if (!isHere || request.Headers.Origin is [{ } origin] && origin != $"http://{request.Host}")
        {
            response.StatusCode = 403;
            return;
        }

        response.Headers.CacheControl = "no-store";
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or ArgumentException)
        {
            response.StatusCode = (exception as BadHttpRequestException)?.StatusCode ?? 400;
            string parameter = $" (Parameter '{(exception as ArgumentException)?.ParamName}')";
            string message = (exception.InnerException ?? exception).Message.Replace(parameter, "", StringComparison.Ordinal);
            await response.WriteAsJsonAsync(new { message }, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static void Set(LocalServer server, SnapshotForm form)
    {
        LocalOrganization organization = server.GetOrganization(form.Organization);
        LocalSnapshot? known = form.Organization is null
            ? server.Find(form.Name)
            : server.Snapshots.FirstOrDefault(it => it.Name == form.Name && it.OrganizationId == organization.Id);
        if (known is not null) server.Change(known, it => (it.State, it.ErrorReason) = (form.State, form.ErrorReason));
        else server.AddSnapshot(form.Name, form.State, it =>
        {
            form.CopyTo(it);
            (it.OrganizationId, it.UpdatedAt) = (organization.Id, form.CreatedAt ?? it.UpdatedAt);
        });
    }

    private static LocalSandbox Set(LocalServer server, SandboxForm form)
    {
        LocalSandbox? known = server.Sandboxes.FirstOrDefault(it => it.Name == form.Name);
        if (known is not null) server.Change(known, it => it.State = form.State);
        return known ?? server.AddSandbox(form.Name, form.CopyTo);
    }

    private static LocalOrganization Set(LocalServer server, OrganizationForm form)
    {
        LocalOrganization organization = server.FindOrganization(form.Name) ?? server.AddOrganization(form.Name);
        // It may have been given by ID.
        (form with { Name = organization.Name }).CopyTo(organization);
        return organization;
    }

    private static LocalApiKey Add(LocalServer server, KeyForm form)
    {
        string[] permissions = form.Permissions ?? [];
        if (permissions.FirstOrDefault(static it => !Permissions.All.Contains(it)) is { } unknown)
            throw new ArgumentException($"Permission '{unknown}' does not exist. Use one of {string.Join(", ", Permissions.All)}.");
        LocalApiKey key = server.AddApiKey(form.Name, server.GetOrganization(form.Organization), permissions);
        key.ExpiresAt = form.ExpiresAt;
        return key;
    }

    private static void Set(LocalServer server, RegionForm form)
    {
        LocalRegion region = server.Regions.FirstOrDefault(it => it.Id == form.Id)
            ?? new LocalRegion(form.Id, form.Name ?? form.Id, form.Type) { EnforceQuotas = form.EnforceQuotas };
        foreach (LocalRunner runner in form.Runners ?? []) region.Runners.Add(runner);
        server.Regions.TryAdd(region, it => it.Id == form.Id);
    }

    private static void Add(LocalServer server, ToolboxRuleForm form)
    {
        if (form.Duration < 0) throw new ArgumentException("A duration can't be negative.");
        var rule = new ToolboxRule();
        form.CopyTo(rule);
        server.Toolbox.Add(rule);
    }
}
