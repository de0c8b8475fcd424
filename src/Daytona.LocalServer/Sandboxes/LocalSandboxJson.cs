using System.Text.Json;
using System.Text.Json.Nodes;

namespace Daytona.Local.Sandboxes;

/// <summary>Writes sandboxes as the service does.</summary>
internal sealed class LocalSandboxJson(LocalServer server)
{
    private static readonly Dictionary<SandboxView, JsonSerializerOptions> Formats = new()
    {
        [SandboxView.Created] = LocalJson.CreateView<LocalSandbox>(["networkAllowList", "domainAllowList", "errorReason"]),
        [SandboxView.Stored] = LocalJson.Options,
        [SandboxView.Changed] = LocalJson.CreateView<LocalSandbox>(["lastActivityAt"]),
        [SandboxView.Item] = LocalJson.CreateView<LocalSandbox>(["env", "networkBlockAll", "networkAllowList", "domainAllowList", "volumes"]),
    };

    public string ToolboxUrl => server.Options.ToolboxAddress ?? server.ToolboxUrl.ToString();

    /// <summary>A sandbox in the shape of a response. The store's lock is held.</summary>
    public JsonNode Write(LocalSandbox sandbox, SandboxView view)
    {
        sandbox.ToolboxProxyUrl = ToolboxUrl;
        return JsonSerializer.SerializeToNode(sandbox, Formats[view])!;
    }
}

/// <summary>The shapes in which the service writes a sandbox.</summary>
internal enum SandboxView
{
    /// <summary>The response to a creation, without the fields that have no value yet.</summary>
    Created,
    /// <summary>The response to a GET.</summary>
    Stored,
    /// <summary>The response to a change of the state, and the events; without the last activity.</summary>
    Changed,
    /// <summary>An item of the listing.</summary>
    Item,
}
