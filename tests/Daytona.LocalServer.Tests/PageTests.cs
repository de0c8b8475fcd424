using System.Diagnostics;

namespace Daytona.Local.Tests;

public sealed class PageTests
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>With DAYTONA_UPDATE_PICTURES=1 the picture of the documentation is made anew.</summary>
    [Fact]
    public async Task The_page_shows_snapshots_builds_and_requests_in_a_browser()
    {
        string? browser = FindBrowser();
        if (browser is null) Assert.Skip("There is no Chromium on this machine to look at the page with.");

        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { Seed = 40, PullTime = TimeSpan.FromMinutes(1), Plan = Hold }, Cancelled);
        using var client = new ServerClient(server);
        await client.PostAsync("snapshots", new { name = "python-3.12-web", imageName = "python:3.12-slim" });
        server.StoreObject($"{server.DefaultOrganization.Id}/9f2c61d07be4/context.tar", new byte[48_640]);
        server.Faults.Add(new Fault { Method = "DELETE", Path = "/api/snapshots/*", Kind = FaultKind.Answer, Status = 503 });
        const string Dockerfile = "FROM node:22-alpine\nWORKDIR /app\nCOPY package.json .\nRUN npm ci\n";
        await client.PostAsync(
            "snapshots",
            new { name = "team/shop:v7", buildInfo = new { dockerfileContent = Dockerfile, contextHashes = new[] { "9f2c61d07be4" } } });
        await client.PostAsync("snapshots", new { name = "gone-image", imageName = "nosuch/img:1" });
        await client.GetAsync("snapshots?limit=200&sort=createdAt&order=desc");
        await client.GetAsync("snapshots/no-such-name");
        await server.WaitForSnapshotAsync("team/shop:v7", static it => it?.State == "building", Cancelled);
        await server.WaitForSnapshotAsync("gone-image", static it => it?.State == "error", Cancelled);

        string picture = PicturePath();
        string page = await RunAsync(
            browser, "--dump-dom", "--virtual-time-budget=2000", new Uri(server.ApiUrl, "/").ToString());
        await RunAsync(
            browser,
            $"--screenshot={picture}",
            "--virtual-time-budget=2000",
            "--window-size=1280,860",
            new Uri(server.ApiUrl, "/").ToString());

        string[] expected =
        [
            "team/shop:v7", "building", "pulling", "manifest unknown", "#4 [1/4] FROM docker.io/library/node:22-alpine",
            "/api/snapshots/no-such-name", "404", server.ApiUrl.ToString(), "9f2c61d07be4/context.tar", "47.5 KiB", "answer 503",
        ];
        foreach (string shown in expected)
            Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.DoesNotContain(server.ApiKey, page, StringComparison.Ordinal);
        Assert.True(new FileInfo(picture).Length > 20_000);
    }

    [Fact]
    public async Task The_page_explains_how_to_start_until_the_first_request()
    {
        string? browser = FindBrowser();
        if (browser is null) Assert.Skip("There is no Chromium on this machine to look at the page with.");

        await using LocalServer server = await LocalServer.StartAsync(new LocalServerOptions { Seed = 3 }, Cancelled);

        string page = await RunAsync(
            browser, "--dump-dom", "--virtual-time-budget=2000", new Uri(server.ApiUrl, "/").ToString());

        Assert.Contains($"$env:DAYTONA_API_URL = '{server.ApiUrl}'", page, StringComparison.Ordinal);
    }

    // A build that is in the middle, and stays there.
    private static SnapshotPlan Hold(LocalSnapshot snapshot, SnapshotPlan plan) => plan.Failure is not null ? plan : plan with
    {
        WorkTime = TimeSpan.FromMinutes(1),
        Log =
        [
            """
            #1 [internal] load remote build context
            #2 copy /context /
            #3 [internal] load metadata for docker.io/library/node:22-alpine
            #4 [1/4] FROM docker.io/library/node:22-alpine
            #5 [2/4] WORKDIR /app
            #6 [3/4] COPY package.json .
            #7 [4/4] RUN npm ci
            """,
            "added 214 packages in 9s",
        ],
    };

    private static string? FindBrowser() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(static folder => Browsers.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private static string PicturePath()
    {
        if (Environment.GetEnvironmentVariable("DAYTONA_UPDATE_PICTURES") != "1")
            return Path.Combine(Path.GetTempPath(), $"local-server-{Environment.ProcessId}.png");

        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Daytona.Snapshots.slnx"))) folder = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(Path.Combine(folder, "docs", "images"));
        return Path.Combine(folder, "docs", "images", "local-server.png");
    }

    private static async Task<string> RunAsync(string browser, params string[] arguments)
    {
        string profile = Directory.CreateTempSubdirectory("page").FullName;
        try
        {
            var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] always = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"];
            foreach (string argument in (string[])[.. always, $"--user-data-dir={profile}", .. arguments])
                start.ArgumentList.Add(argument);
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(Cancelled);
            string output = await process.StandardOutput.ReadToEndAsync(Cancelled);
            await process.WaitForExitAsync(Cancelled);
            Assert.True(process.ExitCode == 0, await errors);
            return output;
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }
}
