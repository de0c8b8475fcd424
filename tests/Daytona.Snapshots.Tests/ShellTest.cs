using System.Management.Automation;
using System.Security;

namespace Daytona.Snapshots.Tests;

/// <summary>A local server and a shell that is connected to it, for each test.</summary>
public abstract class ShellTest : IAsyncLifetime
{
    private readonly List<Shell> _shells = [];
    private PSObject _connection = null!;

    private protected LocalServer Server { get; private set; } = null!;

    private protected Shell Shell { get; private set; } = null!;

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The requests that were sent, without the attempts to listen to notifications.</summary>
    private protected IReadOnlyList<RecordedRequest> Requests =>
        [.. Server.Requests.Where(static request => !request.Path.Contains("/socket.io/", StringComparison.Ordinal))];

    /// <summary>The requests that change something.</summary>
    private protected IReadOnlyList<string> Changes =>
        [.. Requests.Where(static request => request.Method != "GET").Select(static request => $"{request.Method} {request.Target}")];

    private protected virtual LocalServerOptions? ServerOptions => null;

    public virtual async ValueTask InitializeAsync()
    {
        Server = await LocalServer.StartAsync(ServerOptions, Cancelled);
        // What is asked for can be counted and bent; what is told is tested with the client.
        Server.Notifications.IsOn = false;
        Shell = Open();
        _connection = Connect(Shell, Server.ApiKey);
        Shell.UseConnection(_connection);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (Shell shell in _shells) shell.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Shell Open()
    {
        var shell = Shell.Open();
        _shells.Add(shell);
        return shell;
    }

    /// <summary>A connection of its own, which other tests at the same time do not see.</summary>
    private protected PSObject Connect(Shell shell, string key)
    {
        shell.Set("key", Secret(key));
        shell.Set("url", Server.ApiUrl);
        return shell.Run("Connect-Daytona -ApiKey $key -ApiUrl $url -SkipCheck").AssertSucceeded().Single;
    }

    /// <summary>Shortens the client's waits and retries to a twentieth.</summary>
    private protected void AccelerateClock() => SetClock(new Client.Tests.AcceleratedClock(20));

    /// <summary>Lets the client's clock jump over each wait, so that a time limit expires in a wait, however busy the machine is.</summary>
    private protected void HurryClock() => SetClock(new Client.Tests.HurriedClock());

    /// <summary>Sets the clock of the client.</summary>
    private protected void SetClock(TimeProvider clock) => ConnectionClock.Set(_connection, clock);

    /// <summary>Runs a line and forgets what was sent before it.</summary>
    private protected Outcome Run(string line)
    {
        Server.ClearRequests();
        return Shell.Run(line);
    }

    private protected static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (char letter in text) secret.AppendChar(letter);
        return secret;
    }

    /// <summary>A snapshot that may be enabled: its last change is an hour ago.</summary>
    private protected LocalSnapshot AddInactive(string name) =>
        Server.AddSnapshot(name, "inactive", static it => it.UpdatedAt = it.UpdatedAt.AddHours(-1));

    /// <summary>A snapshot that the organization shares with all others.</summary>
    private protected LocalSnapshot AddGeneral(string name) => Server.AddSnapshot(name, change: static it => it.General = true);

    /// <summary>New snapshots stay in pulling until the test changes them.</summary>
    private protected void HoldCreations() =>
        Server.Options.Plan = static (_, plan) => plan with { WorkTime = Timeout.InfiniteTimeSpan };
}
