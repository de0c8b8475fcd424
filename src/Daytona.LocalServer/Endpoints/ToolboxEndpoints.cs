using System.Text.Json;

namespace Daytona.Local.Endpoints;

/// <summary>The toolbox of the sandboxes on the proxy's port. It runs nothing, and responds by the configured rules and as the daemon parses a command.</summary>
internal sealed class ToolboxEndpoints(
    ToolboxRuleSet rules, SandboxStore store, AccessControl access, ServiceErrors errors, TimeProvider time)
    : ServiceProgram
{
    protected override async ValueTask<LocalResponse> HandleAsync(ApiCall call)
    {
        if (call.Path.Split('/') is not ["", "toolbox", string id, "process", "execute"] || call.Method != "POST")
            throw ServiceException.NotFound("404 page not found");
        if (access.Authenticate(call)?.Organization is not { } organization || store.Find(id, organization.Id) is not { } sandbox)
            throw ServiceException.InvalidCredentials();
        if (sandbox.State != SandboxStates.Started)
            throw ServiceException.BadRequest("bad request: no IP address found. Is the Sandbox started?");
        ToolboxCommand command = Read(call, sandbox)
            ?? throw ServiceException.BadRequest("command cannot be empty or whitespace-only");

        store.Change(sandbox, it => it.LastActivityAt = store.Now);
        var shell = new SandboxShell(rules, command);
        ToolboxResult result = shell.Run();
        TimeSpan duration = shell.Duration;
        TimeSpan limit = command.Timeout ?? Timeout.InfiniteTimeSpan;
        bool isLate = limit != Timeout.InfiniteTimeSpan && (duration == Timeout.InfiniteTimeSpan || duration > limit);
        if (isLate || duration != TimeSpan.Zero)
            await Task.Delay(isLate ? limit : duration, time, call.Aborted).ConfigureAwait(false);
        if (isLate) throw new ServiceException(408, "command execution timeout");
        return LocalResponse.Json(new { exitCode = result.ExitCode, result = result.Output });
    }

    protected override LocalResponse Refuse(ApiCall call, ServiceException refusal) => errors.Write(call, refusal.Status, refusal.Message);

    private static ToolboxCommand? Read(ApiCall call, LocalSandbox sandbox)
    {
        try
        {
            Execution? body = JsonSerializer.Deserialize<Execution>(call.Body.Span, LocalJson.Options);
            if (string.IsNullOrWhiteSpace(body?.Command)) return null;
            TimeSpan? timeout = body.Timeout > 0 ? TimeSpan.FromSeconds(body.Timeout.Value) : null;
            return new ToolboxCommand(sandbox, body.Command, body.Command, body.Cwd, timeout);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Execution(string? Command, string? Cwd, double? Timeout);
}
