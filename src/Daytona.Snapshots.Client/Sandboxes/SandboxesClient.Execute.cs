using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <content>
/// Commands. They run through the toolbox of a sandbox, which is on another host than the API. Its contract is that of Daytona's own
/// package <c>@daytona/toolbox-api-client</c>, for daemons with and without a shell.
/// </content>
public partial class SandboxesClient
{
    private const int CommandTimedOut = 408;

    // The response to a command that ends at its limit takes a moment to arrive.
    private static readonly TimeSpan ResponseTime = TimeSpan.FromSeconds(10);

    // Without a limit, the toolbox sets its own, which is much shorter.
    private static readonly TimeSpan MaxCommandTime = TimeSpan.FromDays(1);

    /// <summary>Runs a command in a started sandbox, through its toolbox.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="command">The command.</param>
    /// <param name="timeout">The time limit; null for the toolbox's own.</param>
    /// <param name="cancellationToken">Stops waiting for the command.</param>
    /// <returns>The exit code and the output.</returns>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    /// <exception cref="ToolboxException">The toolbox could not be reached.</exception>
    public virtual async Task<SandboxCommandResult> ExecuteAsync(
        Sandbox sandbox, SandboxCommand command, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        if (sandbox is null) throw new ArgumentNullException(nameof(sandbox));
        if (command is null) throw new ArgumentNullException(nameof(command));
        Uri toolbox = sandbox.ToolboxProxyUrl
            ?? (await Api.GetAsync<ToolboxAddress>(PathOf(sandbox.Id) + "/toolbox-proxy-url", cancellationToken).ConfigureAwait(false)).Url;
        var url = new Uri($"{toolbox.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(sandbox.Id)}/process/execute");
        int? seconds = timeout is { } limit ? (int)Math.Ceiling(Math.Max(1, limit.TotalSeconds)) : null;
        long started = _session.Time.GetTimestamp();
        try
        {
            CommandResponse response = await Api.PostToAsync<CommandResponse>(
                url, new { Command = command.Line, Timeout = seconds }, (timeout ?? MaxCommandTime) + ResponseTime, cancellationToken)
                .ConfigureAwait(false);
            return command.Read(response.ExitCode!.Value, response.Result ?? "", Math.Round(_session.Time.GetElapsedTime(started).TotalSeconds, 3));
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == CommandTimedOut)
        {
            TimeSpan elapsed = _session.Time.GetElapsedTime(started);
            throw new SnapshotTimeoutException($"'{command.Text}' did not end within {elapsed.TotalSeconds:0} s.") { Timeout = timeout ?? elapsed };
        }
        catch (DaytonaException exception) when (
            exception is DaytonaApiException or DaytonaConnectionException or UnexpectedResponseException
            && !ConnectionFailureClassifier.IsOfProxy(exception))
        {
            throw new ToolboxException($"The toolbox at {url.Authority}, which runs commands in the sandbox, failed: {exception.Message}", exception);
        }
    }

    internal sealed class CommandResponse
    {
        // Without it nobody could tell whether the command succeeded.
        public required int? ExitCode { get; init; }

        public string? Result { get; init; }
    }

    internal sealed class ToolboxAddress
    {
        public required Uri Url { get; init; }
    }
}
