namespace Daytona.Snapshots.Tests;

/// <summary>A newer server, which has warm pools and fills them at once, with two snapshots.</summary>
public abstract class WarmPoolTest : ShellTest
{
    private protected override LocalServerOptions? ServerOptions => new() { Newer = true, SandboxStartTime = TimeSpan.Zero, PullTime = TimeSpan.Zero, RemovalDelay = TimeSpan.Zero };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Server.Regions.Add(new LocalRegion("eu", "eu", "shared"));
        Server.AddSnapshot("app");
        Server.AddSnapshot("web");
        Shell.Run("$PSDefaultParameterValues['*-DaytonaWarmPool:Connection'] = $connection").AssertSucceeded();
    }

    /// <summary>The pools as the service has them.</summary>
    private protected IReadOnlyList<string> Pools => Shell.Run("Get-DaytonaWarmPool | ForEach-Object { \"$($_.Snapshot) $($_.Region) $($_.Size)\" }").AssertSucceeded().Names;
}
