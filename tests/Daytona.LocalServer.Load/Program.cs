using Daytona.Local.Load;

Console.WriteLine($"{Environment.ProcessorCount} processors, shared by the server and this load");

using (ServerProcess server = await ServerProcess.StartAsync(200))
using (var load = new ListingLoad(server))
{
    await load.RunAsync("200 snapshots, one page", 500, TimeSpan.FromSeconds(15), pages: 1);
}

const int Many = 100_000;
using (ServerProcess server = await ServerProcess.StartAsync(Many))
using (var load = new ListingLoad(server))
{
    foreach (string sort in (string[])["name", "state", "lastUsedAt", "createdAt"])
    {
        await load.ReadAllAsync(Many, sort, "asc");
        await load.ReadAllAsync(Many, sort, "desc");
    }

    Console.WriteLine(
        $"{Many:N0} snapshots, all pages read in all eight orders: {server.MebibytesNow:0} MiB now, "
        + $"{server.MebibytesAtMost:0} MiB at most");
    await load.RunAsync($"{Many:N0} snapshots, all pages in turn", 500, TimeSpan.FromSeconds(15), pages: Many / 200);
}
