// Lists snapshots, creates one from a Dockerfile with its log, waits until it is active, and removes it.
// Usage: dotnet run -- NAME DOCKERFILE, with DAYTONA_API_KEY, or after daytona login.
using Daytona.Snapshots;
using Daytona.Snapshots.Client;
using Daytona.Snapshots.Operations;

using var client = new DaytonaClient(DaytonaClientOptions.FromEnvironment());

await foreach (Snapshot existing in client.Snapshots.ListAsync())
{
    Console.WriteLine($"{existing.State,-12} {existing.Name}");
}

SnapshotCreation creation = await client.Snapshots.CreateAsync(
    new CreateSnapshotRequest { Name = args[0], Image = Image.FromDockerfile(args[1]), Memory = 2 },
    new CreateSnapshotOptions { OnLogLine = Console.WriteLine, Timeout = TimeSpan.FromMinutes(20) });
Console.WriteLine($"{creation.Snapshot} is {creation.Snapshot.State}.");

await client.Snapshots.RemoveAsync(creation.Snapshot, new ChangeSnapshotOptions { Wait = true });
