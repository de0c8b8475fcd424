using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>
/// Runs commands through the toolbox of a sandbox, which is on another host than the API. Its contract is that of Daytona's own
/// package <c>@daytona/toolbox-api-client</c>, for daemons with and without a shell.
/// </summary>
internal sealed class SandboxToolbox(ApiConnection api, SandboxEndpoints endpoints, TimeProvider time)
{
    private const int CommandTimedOut = 408;

    // The response to a command that ends at its limit takes a moment to arrive.
    private static readonly TimeSpan ResponseTime = TimeSpan.FromSeconds(10);

    public async Task<SandboxCommandResult> ExecuteAsync(
        Sandbox sandbox, SandboxCommand command, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        Uri toolbox = sandbox.ToolboxProxyUrl
            ?? (await endpoints.GetToolboxAddressAsync(sandbox.Id, cancellationToken).ConfigureAwait(false)).Url;
        var url = new Uri($"{toolbox.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(sandbox.Id)}/process/execute");
        int? seconds = timeout is { } limit ? (int)Math.Ceiling(Math.Max(1, limit.TotalSeconds)) : null;
        long started = time.GetTimestamp();
        try
        {
            CommandResponse response = await api.PostToAsync<CommandResponse>(
                url, new { Command = command.Line, Timeout = seconds }, (timeout ?? MaxCommandTime) + ResponseTime, cancellationToken)
                .ConfigureAwait(false);
            return command.Read(response.ExitCode!.Value, response.Result ?? "", Math.Round(time.GetElapsedTime(started).TotalSeconds, 3));
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == CommandTimedOut)
        {
            TimeSpan elapsed = time.GetElapsedTime(started);
            throw new SnapshotTimeoutException($"'{command.Text}' did not end within {elapsed.TotalSeconds:0} s.") { Timeout = timeout ?? elapsed };
        }
        catch (DaytonaException exception) when (
            exception is DaytonaApiException or DaytonaConnectionException or UnexpectedResponseException
            && !ConnectionFailureClassifier.IsOfProxy(exception))
        {
            throw new ToolboxException($"The toolbox at {url.Authority}, which runs commands in the sandbox, failed: {exception.Message}", exception);
        }
    }

    // Without a limit, the toolbox sets its own, which is much shorter.
    private static TimeSpan MaxCommandTime => TimeSpan.FromDays(1);
}
