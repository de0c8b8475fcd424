using System.Text.Json;

namespace Daytona.Local.Endpoints;

/// <summary>The toolbox of the sandboxes on the proxy's port. It runs nothing, and responds by the configured rules and as the daemon parses a command.</summary>
internal sealed class ToolboxEndpoints(
    ToolboxRuleSet rules, SandboxStore store, AccessControl access, ServiceErrors errors, TimeProvider time)
{
    /// <summary>Responds to a request on the toolbox's port.</summary>
    public async ValueTask<LocalResponse> HandleAsync(ApiCall call)
    {
        LocalResponse response = await RunAsync(call).ConfigureAwait(false);
        // The proxy is another program, without the API's framework.
        response.Source = ResponseSource.Other;
        return response;
    }

    private async ValueTask<LocalResponse> RunAsync(ApiCall call)
    {
        if (call.Path.Split('/') is not ["", "toolbox", string id, "process", "execute"])
            return errors.Write(call, 404, "404 page not found", call.Path);
        if (call.Method != "POST") return errors.Write(call, 404, "404 page not found", call.Path);

        Caller? caller = access.Authenticate(call);
        if (caller?.Organization is null) return errors.Write(call, 401, "Invalid credentials", call.Path);
        if (store.Find(id, caller.Organization.Id) is not { } sandbox)
            return errors.Write(call, 401, "Invalid credentials", call.Path);
        if (sandbox.State != SandboxStates.Started)
            return errors.Write(call, 400, "bad request: no IP address found. Is the Sandbox started?", call.Path);
        if (Read(call, sandbox) is not { } command)
            return errors.Write(call, 400, "command cannot be empty or whitespace-only", call.Path);

        store.Change(sandbox, it => it.LastActivityAt = store.Now);
        var shell = new SandboxShell(rules, command);
        ToolboxResult result = shell.Run();
        TimeSpan duration = shell.Duration;
        TimeSpan limit = command.Timeout ?? Timeout.InfiniteTimeSpan;
        bool isLate = limit != Timeout.InfiniteTimeSpan && (duration == Timeout.InfiniteTimeSpan || duration > limit);
        if (isLate || duration != TimeSpan.Zero)
            await Task.Delay(isLate ? limit : duration, time, call.Aborted).ConfigureAwait(false);
        if (isLate) return errors.Write(call, 408, "command execution timeout", call.Path);
        return LocalResponse.Json(new { exitCode = result.ExitCode, result = result.Output });
    }

    private static ToolboxCommand? Read(ApiCall call, LocalSandbox sandbox)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(call.Body);
            JsonElement body = json.RootElement;
            string? command = body.GetProperty("command").GetString();
            string? directory = body.TryGetProperty("cwd", out JsonElement cwd) ? cwd.GetString() : null;
            TimeSpan? timeout = body.TryGetProperty("timeout", out JsonElement seconds)
                && seconds.ValueKind == JsonValueKind.Number && seconds.GetDouble() > 0
                ? TimeSpan.FromSeconds(seconds.GetDouble())
                : null;
            return string.IsNullOrWhiteSpace(command) ? null : new ToolboxCommand(sandbox, command, command, directory, timeout);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
