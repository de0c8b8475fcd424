using System.Text.Json;

namespace Daytona.Local.Sandboxes;

/// <summary>Writes sandboxes as the service does.</summary>
internal sealed class SandboxJson(LocalServerOptions options, ServerAddresses addresses)
{
    public string ToolboxUrl => options.ToolboxAddress ?? addresses.Toolbox.ToString();

    public void Write(Utf8JsonWriter json, LocalSandbox sandbox, SandboxView view)
    {
        bool isItem = view == SandboxView.Item;
        bool isStored = view is SandboxView.Stored or SandboxView.Changed;
        json.WriteStartObject();
        json.WriteString("id"u8, sandbox.Id);
        json.WriteString("organizationId"u8, sandbox.OrganizationId);
        json.WriteString("name"u8, sandbox.Name);
        json.WriteString("target"u8, sandbox.RegionId);
        if (sandbox.Snapshot is { } snapshot) json.WriteString("snapshot"u8, snapshot);
        json.WriteString("user"u8, sandbox.User);
        if (!isItem) WriteTexts(json, "env"u8, sandbox.Environment);
        json.WriteNumber("cpu"u8, sandbox.Cpu);
        json.WriteNumber("gpu"u8, sandbox.Gpu);
        json.WriteNumber("memory"u8, sandbox.Memory);
        json.WriteNumber("disk"u8, sandbox.Disk);
        json.WriteBoolean("public"u8, false);
        if (!isItem) json.WriteBoolean("networkBlockAll"u8, false);
        if (isStored)
        {
            json.WriteNull("networkAllowList"u8);
            json.WriteNull("domainAllowList"u8);
        }

        WriteTexts(json, "labels"u8, sandbox.Labels);
        if (!isItem)
        {
            json.WriteStartArray("volumes"u8);
            json.WriteEndArray();
        }

        json.WriteString("state"u8, sandbox.State);
        json.WriteString("desiredState"u8, sandbox.DesiredState);
        if (isStored || isItem) json.WriteString("errorReason"u8, sandbox.ErrorReason);
        json.WriteBoolean("recoverable"u8, false);
        json.WriteString("backupState"u8, "None"u8);
        json.WriteNumber("autoStopInterval"u8, sandbox.AutoStopInterval);
        json.WriteNumber("autoArchiveInterval"u8, sandbox.AutoArchiveInterval);
        json.WriteNumber("autoDeleteInterval"u8, sandbox.AutoDeleteInterval);
        json.WriteString("sandboxClass"u8, sandbox.SandboxClass);
        json.WriteTime("createdAt"u8, sandbox.CreatedAt);
        json.WriteTime("updatedAt"u8, sandbox.UpdatedAt);
        if (view != SandboxView.Changed) json.WriteTime("lastActivityAt"u8, sandbox.LastActivityAt);
        if (sandbox.DaemonVersion is { } version) json.WriteString("daemonVersion"u8, version);
        if (sandbox.RunnerId is { } runner) json.WriteString("runnerId"u8, runner);
        json.WriteString("toolboxProxyUrl"u8, ToolboxUrl);
        json.WriteEndObject();
    }

    private static void WriteTexts(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string> texts)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in texts) json.WriteString(key, value);
        json.WriteEndObject();
    }
}
