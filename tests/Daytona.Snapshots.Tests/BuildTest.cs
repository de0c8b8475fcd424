
namespace Daytona.Snapshots.Tests;

/// <summary>A shell whose location is a folder of its own, for Dockerfiles and what they copy.</summary>
public abstract class BuildTest : ShellTest
{
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("daytona-").FullName;

    /// <summary>The snapshots that are there and stay.</summary>
    private protected IEnumerable<LocalSnapshot> Left => Server.Snapshots.Where(static it => it.State != "removing");

    /// <summary>The requests for logs of builds, on the API and on the log's own host.</summary>
    private protected IEnumerable<RecordedRequest> LogRequests =>
        Requests.Where(static request => request.Path.Contains("/build-logs", StringComparison.Ordinal));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        GoTo(Folder);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Changes the location, as Set-Location does, which the hosted engine has not.</summary>
    private protected void GoTo(string folder) =>
        Shell.Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{folder}')").AssertSucceeded();

    /// <summary>Makes the folder a drive of the shell, as New-PSDrive does.</summary>
    private protected void AddDrive(string name) => Shell.Run(
        $"$state = $ExecutionContext.SessionState; $provider = $state.Provider.GetOne('FileSystem'); " +
        $"$null = $state.Drive.New([Management.Automation.PSDriveInfo]::new('{name}', $provider, '{Folder}', '', $null), 'Global')").AssertSucceeded();

    /// <summary>Writes a file into the folder.</summary>
    /// <returns>Its full path.</returns>
    private protected string Write(string path, string text)
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>New builds go on until the test changes them, with all of their log but the last line.</summary>
    private protected void HoldBuilds() => HoldCreations();

    /// <summary>Comes when a build's log is being read.</summary>
    private protected Task<RecordedRequest> LogIsReadAsync() => Server.WaitForRequestAsync(
        static request => request.Path.EndsWith("/build-logs", StringComparison.Ordinal), Cancelled);

    /// <summary>Every request that was held is given up.</summary>
    private protected async Task AssertNothingRunsAsync() =>
        await Server.WaitForRequestAsync(_ => Requests.All(static request => request.IsFinished), Cancelled);
}
