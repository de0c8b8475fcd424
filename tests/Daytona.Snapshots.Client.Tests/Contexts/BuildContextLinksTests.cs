using System.Net.Sockets;

namespace Daytona.Snapshots.Client.Tests.Contexts;

public sealed class BuildContextLinksTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Links_inside_the_root_are_followed()
    {
        _folder.With("real/a.txt", "a").WithLink("file", "real/a.txt").WithLink("folder", "real")
            .WithLink("absolute", _folder["real"]).WithLink("chain", "folder").WithLink("deep/up", "../real/a.txt");

        BuildContext context = _folder.Context();

        Assert.Equal(
            ["absolute/a.txt", "chain/a.txt", "deep/up", "file", "folder/a.txt", "real/a.txt"], Paths(context));
        Assert.All(context.Entries, entry => Assert.Equal("a", File.ReadAllText(entry.Source)));
    }

    [Fact]
    public void A_root_behind_a_link_is_accepted()
    {
        _folder.With("real/a.txt").WithLink("real/b", "a.txt").WithLink("root", "real");

        Assert.Equal(["a.txt", "b"], Paths(_folder.Context("root")));
    }

    [Theory]
    [InlineData("../outside", "outside the context")]
    [InlineData("/etc/hostname", "outside the context")]
    [InlineData("nowhere", "does not exist")]
    [InlineData("link", "does not exist")]
    [InlineData(".", "contains it")]
    [InlineData("../root", "contains it")]
    public void Other_links_are_refused_by_name(string target, string reason)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The targets are those of a Unix system.");
        _folder.With("outside").With("root/a").WithLink("root/link", target);

        BuildContextException refusal = Assert.Throws<BuildContextException>(() => _folder.Context("root"));
        Assert.Equal(_folder["root/link"], refusal.Path);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_that_link_to_each_other_are_refused()
    {
        _folder.WithLink("a/b", "../c").WithLink("c/d", "../a");

        Assert.Contains("contains it", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_that_are_ignored_or_not_read_are_accepted()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY a /x\n").With(".dockerignore", "a/bad\n").With("a/b")
            .WithLink("a/bad", "/nowhere").WithLink("bad", "/nowhere");

        Assert.Equal(["a/b"], Paths(BuildContext.ReadAll(Image.FromDockerfile("Dockerfile", _folder.Path), TestContext.Current.CancellationToken).Single()));
    }

    [Fact]
    public void A_link_to_an_ignored_file_is_refused()
    {
        _folder.With(".dockerignore", "secrets\n").With("secrets/key").WithLink("link", "secrets/key");
        Assert.Contains("which .dockerignore excludes", Refused().Message, StringComparison.Ordinal);

        _folder.With(".dockerignore", "real/key\nlink/a\n").With("real/key").With("real/a");
        File.Delete(_folder["link"]);
        _folder.WithLink("link", "real");

        // Docker knows no path through a link: the pattern "link/a" means nothing.
        Assert.Equal([".dockerignore", "link/a", "real/a", "secrets/key"], Paths(_folder.Context()));
    }

    [Fact]
    public void A_socket_is_refused_by_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["s"]));

        Assert.Equal(_folder["s"], Refused().Path);
    }

    [Fact]
    public void A_pipe_is_refused_by_name_and_not_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Made with the system's mkfifo.");
        Assert.Equal(0, Run("mkfifo", _folder["p"]).ExitCode);
        Assert.Contains("neither a file nor a folder", Refused().Message, StringComparison.Ordinal);

        File.Delete(_folder["p"]);
        _folder.WithLink("link", "/dev/null").With(".dockerignore", "link\n");
        Assert.Equal([".dockerignore"], Paths(_folder.Context()));
    }

    [Fact]
    public void Unreadable_files_and_folders_are_refused_by_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "This user can read anything.");
#pragma warning disable CA1416
        File.SetUnixFileMode(_folder.With("closed/a")["closed"], UnixFileMode.None);
        File.SetUnixFileMode(_folder.With("b")["b"], UnixFileMode.None);
        try
        {
            string message = Refused().Message;
            Assert.Contains(_folder["closed"], message, StringComparison.Ordinal);
            Assert.Contains(_folder["b"], message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
#pragma warning restore CA1416
    }

    private static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static string[] Paths(BuildContext context) => [.. context.Entries.Select(entry => entry.ArchivePath)];

    private BuildContextException Refused() => Assert.Throws<BuildContextException>(() => _folder.Context());
}
