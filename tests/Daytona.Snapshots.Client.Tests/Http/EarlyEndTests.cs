using System.Diagnostics;
using Daytona.Tests;

namespace Daytona.Snapshots.Client.Tests.Http;

/// <summary>
/// Listings that are abandoned while compressed pages arrive. A mistake here ends the process and throws nothing, so a child process
/// does it.
/// </summary>
public sealed class EarlyEndTests
{
    private const int Rounds = 200;

    // Two pages, so that the others are on their way.
    private const int Read = 201;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Early_ends_of_compressed_listings_are_safe()
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!.EndsWith("Client.Tests", StringComparison.Ordinal) ? Environment.ProcessPath : DotnetProgram.Path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (start.FileName != Environment.ProcessPath) start.ArgumentList.Add(typeof(EarlyEndTests).Assembly.Location);
        foreach (string argument in (string[])
            ["-explicit", "only", "-noLogo", "-noColor", "-method", $"{typeof(EarlyEndTests).FullName}.{nameof(A_child_process_ends_listings_early)}"])
        {
            start.ArgumentList.Add(argument);
        }

        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync(Cancelled);
        string output = await child.StandardOutput.ReadToEndAsync(Cancelled);
        await child.WaitForExitAsync(Cancelled);

        Assert.True(child.ExitCode == 0, $"exit code {child.ExitCode}\n{output}\n{await errors}");
        Assert.Contains("Total: 2", output, StringComparison.Ordinal);
    }

    [Theory(Explicit = true)]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_child_process_ends_listings_early(string encoding)
    {
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { Seed = 1_000, Encodings = [encoding], RecordedRequests = 0 }, Cancelled);
        using var client = new DaytonaClient(
            new DaytonaClientOptions { ApiUrl = server.ApiUrl, Credential = new Secret(server.ApiKey), UseNotifications = false });
        for (int round = 0; round < Rounds; round++)
        {
            int read = 0;
            await foreach (Snapshot _ in client.Snapshots.ListAsync(cancellationToken: Cancelled))
            {
                if (++read == Read) break;
            }
        }
    }
}
