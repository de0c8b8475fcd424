using Daytona.Snapshots;
using Daytona.Snapshots.Client;

using var client = new DaytonaClient(new DaytonaClientOptions
{
    Credential = new Secret(Environment.GetEnvironmentVariable("DAYTONA_API_KEY") ?? throw new InvalidOperationException("Set DAYTONA_API_KEY.")),
    ApiUrl = new Uri(Environment.GetEnvironmentVariable("DAYTONA_API_URL") ?? "https://app.daytona.io/api"),
});

using ISnapshotPager pager = client.ReadSnapshots();
while (await pager.ReadAsync() is { } snapshots)
{
    foreach (Snapshot snapshot in snapshots) Console.WriteLine($"{snapshot.State,-12} {snapshot.Name}");
}

if (args is not [string name, string dockerfile]) return;
Image image = Image.FromDockerfile(dockerfile, Environment.CurrentDirectory);
IReadOnlyList<string> contexts = await client.UploadContextsAsync(image);
Snapshot created = await client.CreateSnapshotAsync(new() { Name = name, DockerfileContent = image.Dockerfile, ContextHashes = contexts });
Task<Snapshot?> ended = client.WaitForSnapshotAsync(created.Id, new() { Until = snapshot => SnapshotState.IsFinal(snapshot.State) });
await client.ReadBuildLogAsync(created.Id, new() { OnLine = line => Console.WriteLine(line.Text), Ended = ended });
Console.WriteLine($"{name}: {(await ended)?.State ?? "removed"}");
await client.RemoveSnapshotAsync(created.Id);
