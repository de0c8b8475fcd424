using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Daytona.Snapshots.Client.Tests.Contexts;

public sealed class ContextUploadTests : ClientTest, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private IEnumerable<RecordedRequest> Uploads => Server.Requests.Where(static it => it.Method == "PUT");

    private int AskedForAccess => Server.Requests.Count(static it => it.Path.EndsWith("/push-access", StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_context_is_a_tar_under_the_organization_and_its_own_hash()
    {
        string hash = Assert.Single(await UploadAsync(CopyOf(("app/a", "1"), ("app/b c", "2"))));

        StoredObject stored = Assert.Single(Server.StoredObjects);
        Assert.Equal($"{Server.DefaultOrganization.Id}/{hash}/context.tar", stored.Key);
        Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(stored.Content.Span)).ToLowerInvariant());
        Assert.Equal(hash, Assert.Single(Uploads).Headers["x-amz-content-sha256"]);
    }

    [Fact]
    public async Task A_stored_context_is_not_uploaded_again()
    {
        Image image = CopyOf(("app/a", "1"));
        IReadOnlyList<string> first = await UploadAsync(image);

        Assert.Equal(first, await UploadAsync(image));
        Assert.Single(Uploads);
    }

    [Fact]
    public async Task Another_mode_is_another_context()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        Image image = CopyOf(("app/run.sh", "#!/bin/sh"));
        IReadOnlyList<string> first = await UploadAsync(image);
#pragma warning disable CA1416
        File.SetUnixFileMode(_folder["app/run.sh"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416

        Assert.NotEqual(first, await UploadAsync(image));
        Assert.Equal(2, Server.StoredObjects.Count);
    }

    [Fact]
    public async Task Contexts_upload_in_parallel_and_keep_the_order_of_the_steps()
    {
        Image image = Image.FromBase("x:1");
        for (int i = 0; i < 6; i++) image = image.AddLocalFile(With($"{i}.txt", $"{i}"), $"/{i}", _folder.Path);
        // Held back until another one is on its way too.
        var second = new TaskCompletionSource();
        Server.Faults.Add(new Fault { Method = "PUT", Nth = 2, Kind = FaultKind.Meanwhile, Meanwhile = _ => second.SetResult() });
        Server.Faults.Add(new Fault
        {
            Method = "PUT", Nth = 1, Kind = FaultKind.Meanwhile, Meanwhile = _ => second.Task.Wait(TimeSpan.FromSeconds(10), Cancelled),
        });

        IReadOnlyList<string> hashes = await UploadAsync(image);

        Assert.True(second.Task.IsCompleted);
        Assert.Equal(
            Enumerable.Range(0, 6).Select(static i => $"{i}"),
            hashes.Select(hash => Text(Server.StoredObjects.Single(it => it.Key.Contains(hash, StringComparison.Ordinal)), 512, 1)));
        Assert.Equal(1, AskedForAccess);
    }

    [Fact]
    public async Task A_context_that_fails_stops_the_others()
    {
        Image image = Image.FromBase("x:1").AddLocalFile(With("0.txt", "0"), "/0", _folder.Path).AddLocalFile(With("1.txt", "1"), "/1", _folder.Path);
        var released = new TaskCompletionSource();
        Server.Faults.Add(new Fault
        {
            Method = "PUT", Nth = 1, Kind = FaultKind.Meanwhile, Meanwhile = _ => released.Task.Wait(TimeSpan.FromSeconds(30), Cancelled),
        });
        Server.Faults.Add(new Fault
        {
            Method = "PUT", Nth = 2, Kind = FaultKind.Answer, Status = 403, Body = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>",
        });

        await Assert.ThrowsAsync<ContextUploadException>(() => UploadAsync(image));

        Assert.Empty(Server.StoredObjects);
        released.SetResult();
    }

    [Fact]
    public async Task An_image_without_files_requests_no_storage_access()
    {
        Assert.Empty(await UploadAsync(Image.FromBase("x:1").RunCommands("ls")));

        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("grows")]
    [InlineData("shrinks")]
    [InlineData("changes")]
    [InlineData("vanishes")]
    [InlineData("becomes a folder")]
    public async Task A_file_that_changes_after_hashing_stops_the_upload(string how)
    {
        Image image = CopyOf(("app/a", "same"), ("app/big", new string('x', 300_000)), ("app/z", "same"));
        string file = _folder["app/big"];
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        Server.Faults.Add(new Fault
        {
            Method = "GET", Path = "/daytona*", Kind = FaultKind.Meanwhile, Meanwhile = _ => Change(file, how),
        });

        BuildContextException error = await Assert.ThrowsAsync<BuildContextException>(() => UploadAsync(image));

        Assert.Equal(file, error.Path);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Empty(Server.StoredObjects);
        Assert.True(Uploads.Count() <= 1, "It was tried again.");
    }

    [Theory]
    [InlineData("ExpiredToken", 400)]
    [InlineData("InvalidTokenId", 403)]
    [InlineData("InvalidAccessKeyId", 403)]
    public async Task Expired_storage_credentials_are_renewed(string code, int status)
    {
        Server.Faults.Add(new Fault
        {
            Method = "PUT", Count = 1, Kind = FaultKind.Answer, Status = status,
            Body = $"<Error><Code>{code}</Code><Message>no more</Message></Error>",
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/xml" },
        });

        await UploadAsync(CopyOf(("app/a", "1")));

        Assert.Single(Server.StoredObjects);
        Assert.Equal(2, AskedForAccess);
    }

    [Theory]
    [InlineData(FaultKind.CloseBefore)]
    [InlineData(FaultKind.CloseDuring)]
    [InlineData(FaultKind.CloseAfter)]
    public async Task An_upload_is_retried_after_a_broken_connection(FaultKind kind)
    {
        Server.Faults.Add(new Fault { Method = "PUT", Count = 1, Kind = kind });
        Image image = CopyOf(("app/a", new string('x', 3_000_000)));

        await UploadAsync(image, Connect(time: new HurriedClock()));

        Assert.True(Assert.Single(Server.StoredObjects).Length > 3_000_000);
    }

    [Fact]
    public async Task An_unavailable_storage_is_an_error_that_names_the_context()
    {
        Server.Faults.Add(new Fault { Method = "PUT", Kind = FaultKind.CloseBefore });
        Image image = CopyOf(("app/a", "1"));

        ContextUploadException error = await Assert.ThrowsAsync<ContextUploadException>(
            () => UploadAsync(image, Connect(time: new HurriedClock())));

        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_storage_that_forbids_listing_still_gets_the_upload()
    {
        Server.Faults.Add(new Fault
        {
            Method = "GET", Path = "/daytona*", Kind = FaultKind.Answer, Status = 403,
            Body = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
        });

        await UploadAsync(CopyOf(("app/a", "1")));

        Assert.Single(Server.StoredObjects);
    }

    [Fact]
    public async Task Upload_progress_ends_at_the_total_number_of_bytes()
    {
        Image image = CopyOf(("app/a", new string('x', 2_000_000)), ("app/b", new string('y', 1_000_000)));
        var progress = new List<UploadProgress>();

        await UploadAsync(image, Connect(), report => { lock (progress) progress.Add(report); });

        long length = Assert.Single(Server.StoredObjects).Length;
        Assert.All(progress, report => Assert.Equal(length, report.Total));
        Assert.Contains(progress, static report => report.Phase == UploadPhase.Reading && report.Done is > 0);
        Assert.Contains(progress, report => report.Phase == UploadPhase.Sending && report.Done > 0 && report.Done < length);
        Assert.Equal(new UploadProgress(UploadPhase.Sending, length, length), progress[^1]);
        Assert.Equal(progress.Select(static it => (it.Phase, it.Done)).Order(), progress.Select(static it => (it.Phase, it.Done)));
    }

    [Fact]
    public async Task An_unreadable_context_is_refused_before_any_request()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        Image image = CopyOf(("app/a", "1"));
        _folder.WithLink("app/out", "/etc/hostname");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["app/socket"]));

        BuildContextException error = await Assert.ThrowsAsync<BuildContextException>(() => UploadAsync(image));

        Assert.Contains(_folder["app/out"], error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder["app/socket"], error.Message, StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    private static void Change(string file, string how)
    {
        switch (how)
        {
            case "grows":
                File.AppendAllText(file, "more");
                break;
            case "shrinks":
                File.WriteAllText(file, "less");
                break;
            case "changes":
                File.WriteAllText(file, new string('y', 300_000));
                break;
            default:
                File.Delete(file);
                if (how == "becomes a folder") Directory.CreateDirectory(file);
                break;
        }
    }

    private static string Text(StoredObject stored, int start, int length) => Encoding.ASCII.GetString(stored.Content.Span.Slice(start, length));

    private Task<IReadOnlyList<string>> UploadAsync(Image image) => UploadAsync(image, Connect());

    private static Task<IReadOnlyList<string>> UploadAsync(Image image, DaytonaClient client, Action<UploadProgress>? onUpload = null) =>
        client.UploadContextsAsync(image, onUpload, Cancelled);

    private string With(string path, string content) => _folder.With(path, content)[path];

    /// <summary>A Dockerfile that copies the folder of these files.</summary>
    private Image CopyOf(params (string Path, string Content)[] files)
    {
        foreach ((string path, string content) in files) _folder.With(path, content);
        _folder.With("Dockerfile", "FROM x:1\nCOPY app /app\n");
        return Image.FromDockerfile("Dockerfile", _folder.Path);
    }
}
