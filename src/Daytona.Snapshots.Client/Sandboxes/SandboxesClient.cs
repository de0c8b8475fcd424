using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Json;
using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>Starts sandboxes, runs commands in them and deletes them: as much as it takes to prove that a snapshot works.</summary>
internal sealed class SandboxesClient(ClientSession session)
{
    private const int CommandTimedOut = 408;

    // The response to a command that ends at its limit takes a moment to arrive.
    private static readonly TimeSpan ResponseTime = TimeSpan.FromSeconds(10);

    // Without a limit, the toolbox sets its own, which is much shorter.
    private static readonly TimeSpan MaxCommandTime = TimeSpan.FromDays(1);

    // A sandbox whose state changes for longer is stuck.
    private static readonly Backoff WhileChanging = new()
    {
        First = TimeSpan.FromMilliseconds(100),
        Max = TimeSpan.FromSeconds(2),
        Patience = TimeSpan.FromMinutes(5),
    };

    private ApiConnection Api => session.Api;

    /// <summary>Creates a sandbox, which is then usually in state <c>creating</c>.</summary>
    public Task<Sandbox> CreateAsync(SandboxRequest request, CancellationToken cancellationToken) => Api.PostAsync<Sandbox>("sandbox", request, cancellationToken);

    /// <summary>Finds a sandbox by ID or name; null if there is none.</summary>
    public async Task<Sandbox?> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        try
        {
            return await Api.GetAsync<Sandbox>(PathOf(idOrName), cancellationToken).ConfigureAwait(false);
        }
        catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SandboxNotFound)
        {
            return null;
        }
    }

    /// <summary>Lists the sandboxes that have all of these labels.</summary>
    public async Task<IReadOnlyList<Sandbox>> ListAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        List<Sandbox> found = [];
        string? cursor = null;
        do
        {
            SandboxPage page = await Api.GetAsync<SandboxPage>(
                $"sandbox?limit=200&labels={Uri.EscapeDataString(ServiceJson.Write(labels))}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}",
                cancellationToken).ConfigureAwait(false);
            // A server that does not know the filter would list all sandboxes.
            found.AddRange(page.Items.Where(sandbox =>
                labels.All(label => sandbox.Labels.TryGetValue(label.Key, out string? value) && value == label.Value)));
            cursor = page.NextCursor is { Length: > 0 } next && next != cursor && page.Items.Count > 0 ? next : null;
        }
        while (cursor is not null);

        return found;
    }

    /// <summary>Waits until a sandbox has started or can't start, by the service's notifications or, without them, by polling.</summary>
    /// <returns>The sandbox as last read; null if it was deleted.</returns>
    public async Task<Sandbox?> WaitAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        if (sandbox.IsSettled) return sandbox;

        using SandboxListener listener = await session.Channel.AddSandboxAsync(sandbox.Id, session.Observer, cancellationToken).ConfigureAwait(false);
        return await new Wait(listener, session.Observer, session.Time).RunAsync<Sandbox?>(
            async token =>
            {
                Sandbox? now = await FindAsync(sandbox.Id, token).ConfigureAwait(false);
                return now is null || now.IsSettled ? new Found<Sandbox?>(now) : null;
            },
            receive: null,
            readsFirst: true,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs a command in a started sandbox, through its toolbox, which is on another host than the API. Its contract is that of Daytona's
    /// own package <c>@daytona/toolbox-api-client</c>, for daemons with and without a shell.
    /// </summary>
    /// <param name="timeout">The time limit; null for the toolbox's own.</param>
    /// <exception cref="SnapshotTimeoutException">The time limit expired.</exception>
    /// <exception cref="ToolboxException">The toolbox could not be reached.</exception>
    public async Task<SandboxCommandResult> ExecuteAsync(Sandbox sandbox, SandboxCommand command, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        Uri toolbox = sandbox.ToolboxProxyUrl
            ?? (await Api.GetAsync<ToolboxAddress>(PathOf(sandbox.Id) + "/toolbox-proxy-url", cancellationToken).ConfigureAwait(false)).Url;
        var url = new Uri($"{toolbox.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(sandbox.Id)}/process/execute");
        int? seconds = timeout is { } limit ? (int)Math.Ceiling(Math.Max(1, limit.TotalSeconds)) : null;
        long started = session.Time.GetTimestamp();
        try
        {
            CommandResponse response = await Api.PostToAsync<CommandResponse>(
                url, new { Command = command.Line, Timeout = seconds }, (timeout ?? MaxCommandTime) + ResponseTime, cancellationToken)
                .ConfigureAwait(false);
            return command.Read(response.ExitCode!.Value, response.Result ?? "", Math.Round(session.Time.GetElapsedTime(started).TotalSeconds, 3));
        }
        catch (DaytonaApiException exception) when (exception.StatusCode == CommandTimedOut)
        {
            TimeSpan elapsed = session.Time.GetElapsedTime(started);
            throw new SnapshotTimeoutException($"'{command.Text}' did not end within {elapsed.TotalSeconds:0} s.") { Timeout = timeout ?? elapsed };
        }
        catch (DaytonaException exception) when (
            exception is DaytonaApiException or DaytonaConnectionException or UnexpectedResponseException
            && !ConnectionFailureClassifier.IsOfProxy(exception))
        {
            throw new ToolboxException($"The toolbox at {url.Authority}, which runs commands in the sandbox, failed: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Deletes a sandbox in any state. The service refuses to while a change of state is in progress, and what it is changing to is not
    /// known: the request is repeated until it is accepted or the sandbox is gone.
    /// </summary>
    /// <param name="waitsForChanges">Whether to wait while the sandbox changes its state; otherwise, that is a failure.</param>
    /// <returns>Whether there was such a sandbox.</returns>
    public Task<bool> RemoveAsync(string idOrName, bool waitsForChanges, CancellationToken cancellationToken)
    {
        bool existed = false;
        return WhileChanging.RunAsync(
            async token =>
            {
                try
                {
                    return await session.Changes.RemoveAsync(
                        $"sandbox '{idOrName}'", it => Api.DeleteAsync(PathOf(idOrName), it), it => IsGoneAsync(idOrName, it), token).ConfigureAwait(false);
                }
                catch (DaytonaApiException exception) when (exception.Reason == ApiErrorReason.SandboxNotFound)
                {
                    return existed;
                }
            },
            exception =>
            {
                if (!waitsForChanges || exception is not DaytonaApiException { Reason: ApiErrorReason.WrongState or ApiErrorReason.Conflict }) return null;
                existed = true;
                return Repetition.Scheduled;
            },
            new Deadline(null, session.Time),
            cancellationToken);
    }

    /// <summary>Whether a sandbox is deleted, or being deleted.</summary>
    public async Task<bool> IsGoneAsync(string idOrName, CancellationToken cancellationToken) =>
        await FindAsync(idOrName, cancellationToken).ConfigureAwait(false) is not { } left || left.IsDestroyed;

    // Without a name, it would be the path of all sandboxes.
    private static string PathOf(string idOrName) => string.IsNullOrEmpty(idOrName)
        ? throw new ArgumentException("The sandbox's ID is empty.", nameof(idOrName))
        : "sandbox/" + Uri.EscapeDataString(idOrName);
}
