// Lists snapshots, creates one from a Dockerfile with its log, waits until it is active, and removes it.
// Usage: dotnet run -- NAME DOCKERFILE, with DAYTONA_API_KEY and, for a server other than Daytona's own, DAYTONA_API_URL.
using Daytona.Snapshots;
using Daytona.Snapshots.Client;
using Daytona.Snapshots.Operations;

string url = Environment.GetEnvironmentVariable("DAYTONA_API_URL") ?? "https://app.daytona.io/api";
string key = Environment.GetEnvironmentVariable("DAYTONA_API_KEY") ?? throw new InvalidOperationException("Set DAYTONA_API_KEY.");
using var client = new DaytonaClient(new DaytonaClientOptions { ApiUrl = new Uri(url), Credential = new Secret(key) });

await foreach (Snapshot existing in client.Snapshots.ListAsync())
{
    Console.WriteLine($"{existing.State,-12} {existing.Name}");
}

SnapshotCreation creation = await client.Snapshots.CreateAsync(
    new CreateSnapshotRequest { Name = args[0], Image = Image.FromDockerfile(args[1]), Memory = 2 },
    new CreateSnapshotOptions { OnLogLine = Console.WriteLine, Timeout = TimeSpan.FromMinutes(20) });
Console.WriteLine($"{creation.Snapshot} is {creation.Snapshot.State}.");

await client.Snapshots.RemoveAsync(creation.Snapshot, new ChangeSnapshotOptions { Wait = true });
