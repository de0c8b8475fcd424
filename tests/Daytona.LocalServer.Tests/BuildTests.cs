using System.Formats.Tar;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Local.Tests;

public sealed class BuildTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_followed_log_grows_and_ends_with_the_build()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions
            {
                TimeProvider = clock,
                BuildTime = TimeSpan.FromSeconds(6),
                ValidationTime = TimeSpan.FromSeconds(30),
                Plan = WithLines("one", "two", "three\r", "vier ü"),
            },
            Cancelled);
        using var client = new ServerClient(server);
        string url = await StartAsync(server, client, "FROM a:1\n");

        Assert.Equal("one\n", await client.Http.GetStringAsync(url, Cancelled));
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("one\ntwo\nthree\r", await client.Http.GetStringAsync(url, Cancelled));

        Task<string> followed = client.Http.GetStringAsync(url + "?follow=true", Cancelled);
        while (await Task.WhenAny(followed, Task.Delay(5, Cancelled)) != followed)
            clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal("one\ntwo\nthree\rvier ü\n", await followed);
        Assert.Equal("building", server.Find("a")!.State);
    }

    [Fact]
    public async Task The_followed_log_of_a_failed_build_does_not_end()
    {
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { BuildTime = TimeSpan.FromMilliseconds(10) }, Cancelled);
        using var client = new ServerClient(server);
        string url = await StartAsync(server, client, "FROM a:1\nRUN exit 7\n");
        await server.WaitForSnapshotAsync("a", static it => it?.State == "error", Cancelled);
        Assert.Equal(
            "process \"/bin/sh -c exit 7\" did not complete successfully: exit code: 7", server.Find("a")!.ErrorReason);
        string whole = await client.Http.GetStringAsync(url, Cancelled);

        using HttpResponseMessage followed = await client.Http.GetAsync(
            url + "?follow=true", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using Stream stream = await followed.Content.ReadAsStreamAsync(Cancelled);
        byte[] buffer = new byte[whole.Length];
        await stream.ReadExactlyAsync(buffer, Cancelled);

        Assert.Equal(whole, Encoding.UTF8.GetString(buffer));
        Assert.EndsWith("exit code: 7\n", whole, StringComparison.Ordinal);
        Task<int> more = stream.ReadAsync(buffer, Cancelled).AsTask();
        // A later request is answered meanwhile.
        await client.Http.GetStringAsync(url, Cancelled);
        Assert.False(more.IsCompleted);
    }

    [Fact]
    public async Task A_log_is_cut_at_the_configured_number_of_bytes()
    {
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { Plan = WithLines("0123456789", "abc") }, Cancelled);
        using var client = new ServerClient(server);
        string url = await StartAsync(server, client, "FROM a:1\n");
        server.Faults.Add(new Fault { Path = "/snapshots/*/build-logs", Kind = FaultKind.CutBody, Bytes = 5 });

        using HttpResponseMessage followed = await client.Http.GetAsync(
            url + "?follow=true", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using Stream stream = await followed.Content.ReadAsStreamAsync(Cancelled);
        byte[] buffer = new byte[5];
        await stream.ReadExactlyAsync(buffer, Cancelled);

        Assert.Equal("01234", Encoding.ASCII.GetString(buffer));
        await Assert.ThrowsAnyAsync<IOException>(
            async () => await stream.ReadExactlyAsync(buffer.AsMemory(0, 1), Cancelled));
    }

    [Fact]
    public async Task The_log_requires_the_same_credentials()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        string url = await StartAsync(server, client, "FROM a:1\n");
        client.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");

        HttpResponseMessage refused = await client.Http.GetAsync(url, Cancelled);

        Assert.Equal(401, (int)refused.StatusCode);
        Assert.StartsWith(server.LogUrl.ToString(), url, StringComparison.Ordinal);
        Assert.NotEqual(server.ApiUrl.Port, server.LogUrl.Port);
    }

    [Fact]
    public async Task Contexts_are_merged_without_directories_and_links()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        Store(server, "one", File("app/main.py", "print(1)", (UnixFileMode)0b111_101_101), File("app/old.py", "old"),
            new PaxTarEntry(TarEntryType.Directory, "app/empty/"),
            new PaxTarEntry(TarEntryType.SymbolicLink, "app/link") { LinkName = "main.py" });
        Store(server, "two", File("app/old.py", "new"));

        await StartAsync(server, client, "FROM a:1\nCOPY app /app\n", "one", "two");
        await server.WaitForSnapshotAsync("a", static it => it?.State == "active", Cancelled);

        LocalBuild build = Assert.Single(server.Builds);
        Assert.Equal(
            ["Dockerfile", "app/link", "app/main.py", "app/old.py"], build.Context.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ("", "print(1)", "new"),
            (build.Context["app/link"].Text, build.Context["app/main.py"].Text, build.Context["app/old.py"].Text));
        Assert.Equal((UnixFileMode)0b111_101_101, build.Context["app/main.py"].Mode);
    }

    [Theory]
    [InlineData("COPY app/main.py /x", null)]
    [InlineData("COPY --chown=1:1 ./app/ /x", null)]
    [InlineData("COPY [\"app/main.py\", \"/x\"]", null)]
    [InlineData("COPY app/*.py /x", null)]
    [InlineData("COPY --from=builder /missing /x", null)]
    [InlineData("ADD https://example.com/x /x", null)]
    [InlineData("COPY <<EOF /x\nCOPY missing /x\nEOF", null)]
    [InlineData("COPY . /x", null)]
    [InlineData("COPY missing.txt /x", "missing.txt")]
    [InlineData("COPY app/*.js /x", "app/*.js")]
    [InlineData("COPY app/main.py missing/ /x", "missing/")]
    public async Task Copying_a_missing_file_fails_with_the_message_of_Docker(string instruction, string? missing)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        Store(server, "one", File("app/main.py", "print(1)"));

        await StartAsync(server, client, $"FROM a:1\n{instruction}\n", "one");
        await server.WaitForSnapshotAsync("a", static it => it?.State is "active" or "error", Cancelled);

        string? reason = server.Find("a")!.ErrorReason;
        if (missing is null) Assert.Null(reason);
        else Assert.EndsWith($"\"/{missing}\": not found", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the Dockerfile (Dockerfile) cannot be empty")]
    [InlineData("# nothing\n", "the Dockerfile (Dockerfile) cannot be empty")]
    [InlineData("RUN make\n", "no build stage in current context")]
    [InlineData("ARG A=1\nFROM a:1\n", null)]
    [InlineData("FROM\n", "dockerfile parse error on line 1: FROM requires either one or three arguments")]
    [InlineData("FROM a:1\n\nCOPPY a b\n", "dockerfile parse error on line 3: unknown instruction: COPPY")]
    [InlineData("FROM a:1\nRUN make && false\n", "process \"/bin/sh -c make && false\" did not complete successfully: exit code: 1")]
    [InlineData("FROM a:1\nRUN [\"false\"]\n", "process \"false\" did not complete successfully: exit code: 1")]
    [InlineData("FROM a:1\nRUN [\"sh\", \"-c\", \"exit 4\"]\n", "process \"sh -c exit 4\" did not complete successfully: exit code: 4")]
    [InlineData("FROM a:1\nRUN --mount=type=cache,target=/x exit 5\n", "process \"/bin/sh -c exit 5\" did not complete successfully: exit code: 5")]
    [InlineData("FROM a:1\nRUN exit 0\nRUN echo false\nRUN true\n", null)]
    [InlineData("FROM a:1\nRUN if [ -f x ]; then make; else echo no && exit 1; fi\n", null)]
    [InlineData("FROM a:1\nRUN case $(uname -m) in x86_64) a=1;; *) echo no; exit 1;; esac; make\n", null)]
    [InlineData("FROM a:1\nRUN make || { echo no; exit 1; }\nRUN make || (echo no; exit 1)\n", null)]
    [InlineData("FROM a:1\nRUN if true; then exit 0; fi; exit 3\n", "process \"/bin/sh -c if true; then exit 0; fi; exit 3\" did not complete successfully: exit code: 3")]
    [InlineData("FROM a:1\nCOPY --chown=1 --from=other /nowhere /\n", null)]
    public async Task A_build_ends_as_Docker_would_end_it(string dockerfile, string? reason)
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        await client.PostAsync("snapshots", new { name = "a", buildInfo = new { dockerfileContent = dockerfile } });
        await server.WaitForSnapshotAsync("a", static it => it?.State is "active" or "error", Cancelled);

        Assert.Equal(reason, server.Find("a")!.ErrorReason);
    }

    [Fact]
    public async Task A_missing_context_fails_the_build_before_it_has_a_log()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);

        string url = await StartAsync(server, client, "FROM a:1\n", "nothing");
        await server.WaitForSnapshotAsync("a", static it => it?.State == "error", Cancelled);

        Assert.Equal(
            "failed to get tar from storage with hash nothing: failed to read object data: The specified key does not exist.",
            server.Find("a")!.ErrorReason);
        Assert.Equal(404, (int)(await client.Http.GetAsync(url, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task An_empty_context_fails_the_build()
    {
        await using LocalServer server = await LocalServer.StartAsync(null, Cancelled);
        using var client = new ServerClient(server);
        server.StoreObject($"{server.DefaultOrganization.Id}/empty/context.tar", default);

        await StartAsync(server, client, "FROM a:1\n", "empty");
        await server.WaitForSnapshotAsync("a", static it => it?.State == "error", Cancelled);

        Assert.Equal("empty tar file received for hash empty", server.Find("a")!.ErrorReason);
    }

    [Fact]
    public async Task A_build_that_is_deactivated_meanwhile_stays_inactive()
    {
        var clock = new FakeTimeProvider();
        await using LocalServer server = await LocalServer.StartAsync(
            new LocalServerOptions { TimeProvider = clock, BuildTime = TimeSpan.FromSeconds(5) }, Cancelled);
        using var client = new ServerClient(server);
        await StartAsync(server, client, "FROM a:1\n");

        await client.SendAsync(HttpMethod.Post, $"snapshots/{server.Find("a")!.Id}/deactivate");
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal("inactive", (await client.GetAsync("snapshots/a")).GetProperty("state").GetString());
    }

    private static Func<LocalSnapshot, SnapshotPlan, SnapshotPlan> WithLines(params string[] lines) =>
        (_, plan) => plan with { Log = lines };

    /// <summary>Creates the snapshot <c>a</c> and gives the url of its log, once a builder has it.</summary>
    private static async Task<string> StartAsync(
        LocalServer server, ServerClient client, string dockerfile, params string[] hashes)
    {
        await client.PostAsync(
            "snapshots",
            new { name = "a", buildInfo = new { dockerfileContent = dockerfile, contextHashes = hashes } });
        await server.WaitForSnapshotAsync("a", static it => it?.InitialRunnerId is not null, Cancelled);
        JsonElement answer = await client.GetAsync($"snapshots/{server.Find("a")!.Id}/build-logs-url");
        return answer.GetProperty("url").GetString()!;
    }

    private static PaxTarEntry File(string path, string content, UnixFileMode mode = (UnixFileMode)0b110_100_100) =>
        new(TarEntryType.RegularFile, path) { Mode = mode, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    private static void Store(LocalServer server, string hash, params PaxTarEntry[] entries)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (PaxTarEntry entry in entries) writer.WriteEntry(entry);
        }

        server.StoreObject($"{server.DefaultOrganization.Id}/{hash}/context.tar", stream.ToArray());
    }
}
