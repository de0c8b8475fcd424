using System.Text.Json;
using System.Text.Json.Nodes;

namespace Daytona.Local.Sandboxes;

/// <summary>Writes sandboxes as the service does.</summary>
internal sealed class LocalSandboxJson(LocalServerOptions options, ServerAddresses addresses)
{
    public string ToolboxUrl => options.ToolboxAddress ?? addresses.Toolbox.ToString();

    /// <summary>A sandbox in the shape of a response. The store's lock is held.</summary>
    public JsonObject Write(LocalSandbox sandbox, SandboxView view)
    {
        var json = new JsonObject
        {
            ["id"] = sandbox.Id,
            ["organizationId"] = sandbox.OrganizationId,
            ["name"] = sandbox.Name,
            ["target"] = sandbox.RegionId,
            ["snapshot"] = sandbox.Snapshot,
            ["user"] = sandbox.User,
            ["env"] = JsonSerializer.SerializeToNode(sandbox.Environment),
            ["cpu"] = sandbox.Cpu,
            ["gpu"] = sandbox.Gpu,
            ["memory"] = sandbox.Memory,
            ["disk"] = sandbox.Disk,
            ["public"] = false,
            ["networkBlockAll"] = false,
            ["networkAllowList"] = null,
            ["domainAllowList"] = null,
            ["labels"] = JsonSerializer.SerializeToNode(sandbox.Labels),
            ["volumes"] = new JsonArray(),
            ["state"] = sandbox.State,
            ["desiredState"] = sandbox.DesiredState,
            ["errorReason"] = sandbox.ErrorReason,
            ["recoverable"] = false,
            ["backupState"] = "None",
            ["autoStopInterval"] = sandbox.AutoStopInterval,
            ["autoArchiveInterval"] = sandbox.AutoArchiveInterval,
            ["autoDeleteInterval"] = sandbox.AutoDeleteInterval,
            ["sandboxClass"] = sandbox.SandboxClass,
            ["createdAt"] = LocalJson.ToText(sandbox.CreatedAt),
            ["updatedAt"] = LocalJson.ToText(sandbox.UpdatedAt),
            ["lastActivityAt"] = LocalJson.ToText(sandbox.LastActivityAt),
            ["daemonVersion"] = sandbox.DaemonVersion,
            ["runnerId"] = sandbox.RunnerId,
            ["toolboxProxyUrl"] = ToolboxUrl,
        };
        string[] absent = view switch
        {
            SandboxView.Created => ["networkAllowList", "domainAllowList", "errorReason"],
            SandboxView.Changed => ["lastActivityAt"],
            SandboxView.Item => ["env", "networkBlockAll", "networkAllowList", "domainAllowList", "volumes"],
            _ => [],
        };
        foreach (string name in absent) json.Remove(name);
        foreach (string name in (string[])["snapshot", "daemonVersion", "runnerId"])
        {
            if (json[name] is null) json.Remove(name);
        }

        return json;
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
