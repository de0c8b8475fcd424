using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Json;
using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>Starts sandboxes, runs commands in them and deletes them: as much as it takes to prove that a snapshot works.</summary>
public partial class SandboxesClient
{
    private readonly ClientSession _session = null!;

    internal SandboxesClient(ClientSession session) => _session = session;

    /// <summary>Initializes a substitute for tests, which overrides members.</summary>
    protected SandboxesClient()
    {
    }

    private ApiConnection Api => _session.Api;

    /// <summary>Creates a sandbox.</summary>
    /// <param name="request">The snapshot, the labels, and when the service stops and deletes the sandbox by itself.</param>
    /// <returns>The sandbox, usually in state <c>creating</c>.</returns>
    public virtual Task<Sandbox> CreateAsync(CreateSandboxRequest request, CancellationToken cancellationToken = default)
    {
        if (request is null) throw new ArgumentNullException(nameof(request));
        return Api.PostAsync<Sandbox>(
            "sandbox",
            new
            {
                request.Name,
                request.Snapshot,
                Target = request.RegionId,
                request.Labels,
                request.AutoStopInterval,
                request.AutoDeleteInterval,
            },
            cancellationToken);
    }

    /// <summary>Finds a sandbox.</summary>
    /// <param name="idOrName">The ID or the name.</param>
    /// <returns>The sandbox, or null if there is none.</returns>
    public virtual async Task<Sandbox?> FindAsync(string idOrName, CancellationToken cancellationToken = default)
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

    /// <summary>Lists the sandboxes that have certain labels.</summary>
    /// <param name="labels">The labels, all of which a sandbox must have.</param>
    public virtual async Task<IReadOnlyList<Sandbox>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken = default)
    {
        if (labels is null) throw new ArgumentNullException(nameof(labels));
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
    /// <param name="sandbox">The sandbox.</param>
    /// <returns>The sandbox as last read, or null if it was deleted. It runs only in state <see cref="SandboxState.Started"/>.</returns>
    public virtual async Task<Sandbox?> WaitAsync(Sandbox sandbox, CancellationToken cancellationToken = default)
    {
        if (sandbox is null) throw new ArgumentNullException(nameof(sandbox));
        if (SandboxState.IsFinal(sandbox.State)) return sandbox;

        using SandboxListener listener = await _session.Channel.AddSandboxAsync(sandbox.Id, _session.Observer, cancellationToken).ConfigureAwait(false);
        return await new Wait(listener, _session.Observer, _session.Time).RunAsync<Sandbox?>(
            async token =>
            {
                Sandbox? now = await FindAsync(sandbox.Id, token).ConfigureAwait(false);
                return now is null || SandboxState.IsFinal(now.State) ? WaitStep.Over(now) : WaitStep.Continue;
            },
            receive: null,
            readsFirst: true,
            cancellationToken).ConfigureAwait(false);
    }

    // Without a name, it would be the path of all sandboxes.
    private static string PathOf(string idOrName) => string.IsNullOrEmpty(idOrName)
        ? throw new ArgumentException("The sandbox's ID is empty.", nameof(idOrName))
        : "sandbox/" + Uri.EscapeDataString(idOrName);

    internal sealed class SandboxPage
    {
        public required List<Sandbox> Items { get; init; }

        /// <summary>The start of the next page, or null at the end.</summary>
        public string? NextCursor { get; init; }
    }
}
