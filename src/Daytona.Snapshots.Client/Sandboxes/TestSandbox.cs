using System.Globalization;
using Daytona.Snapshots.Client.Session;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>The sandbox of a test. It is always deleted at the end of the test.</summary>
internal sealed class TestSandbox(ClientSession session, SandboxesClient sandboxes)
    // The help allows twelve seconds after the time limit, with a read before the removal and one after it.
    : TemporaryResource(session, TimeSpan.FromSeconds(8))
{
    private const string ExpiresKey = "daytona-snapshots/expires";
    private const string RunKey = "daytona-snapshots/run";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private string? _id;

    /// <summary>The label by which the sandboxes of tests are recognized, also by later runs.</summary>
    public static IReadOnlyDictionary<string, string> CommonLabels { get; } =
        new Dictionary<string, string> { ["daytona-snapshots/purpose"] = "test" };

    /// <summary>The name, which is unique: it finds the sandbox if the response to its creation is lost.</summary>
    public string Name { get; } = $"snapshot-test-{Guid.NewGuid():N}";

    /// <summary>The labels of a sandbox.</summary>
    public static IReadOnlyDictionary<string, string> LabelsFor(string run, DateTimeOffset expires) =>
        CommonLabels.Append(new(RunKey, run))
            .Append(new(ExpiresKey, expires.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)))
            .ToDictionary(static label => label.Key, static label => label.Value);

    /// <summary>Whether a sandbox is a leftover. One whose time can't be read is not.</summary>
    public static bool IsExpired(Sandbox sandbox, DateTimeOffset now) =>
        sandbox.Labels.TryGetValue(ExpiresKey, out string? text)
        && DateTimeOffset.TryParseExact(
            text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset expires)
        && expires < now;

    /// <summary>Whether the sandbox exists and has not started; not if the service does not respond.</summary>
    public async Task<bool> HasNotStartedAsync(Deadline deadline) =>
        _id is { } id && await deadline.ReadFinallyAsync(token => sandboxes.FindAsync(id, token)).ConfigureAwait(false)
            is { Value.IsStarted: false };

    /// <summary>Creates the sandbox and waits until it has started or can't start.</summary>
    /// <returns>The sandbox as last read; null if someone else deleted it.</returns>
    public async Task<Sandbox?> StartAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        Sandbox created = await CreateAsync(() => Session.Changes.RunAsync(
            $"the creation of sandbox '{Name}'",
            token => sandboxes.CreateAsync(request, token),
            async (_, token) => await sandboxes.FindAsync(Name, token).ConfigureAwait(false) is { } found ? new Found<Sandbox>(found) : null,
            cancellationToken)).ConfigureAwait(false);
        _id = created.Id;
        return await sandboxes.WaitAsync(created, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task<bool> TryRemoveAsync(CancellationToken cancellationToken) =>
        await sandboxes.RemoveAsync(_id ?? Name, waitsForChanges: true, cancellationToken).ConfigureAwait(false) || _id is not null;

    protected override Task<bool> IsGoneAsync(CancellationToken cancellationToken) => sandboxes.IsGoneAsync(_id ?? Name, cancellationToken);

    protected override string Describe(string reason, bool exists) =>
        $"The sandbox '{Name}' of a test {(exists ? "could not be deleted" : "may not be deleted")}: {reason}. If it is left, the service deletes it later.";
}
