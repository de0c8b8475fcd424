using System.Net.Sockets;

namespace Daytona.Snapshots.Client.Tests.Contexts;

public sealed class BuildContextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_folder_is_sorted_by_code()
    {
        _folder.With("b").With("a/z").With("a-b").With("a.b").With("B").With("é").With(".hidden");

        Assert.Equal([".hidden", "B", "a-b", "a.b", "a/z", "b", "é"], Paths(_folder.Context()));
    }

    [Fact]
    public void An_entry_tells_where_it_is_from()
    {
        _folder.With("a/b.txt", "12345");

        BuildContextEntry entry = Assert.Single(_folder.Context().Entries);

        Assert.Equal("a/b.txt", entry.ArchivePath);
        Assert.Equal(_folder["a/b.txt"], entry.Source);
        Assert.Equal(5, entry.Length);
        Assert.Equal(File.GetLastWriteTimeUtc(_folder["a/b.txt"]), entry.LastWriteTimeUtc);
    }

    [Fact]
    public void A_mode_is_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
#pragma warning disable CA1416
        foreach (string mode in (string[])["644", "755", "600", "4755"])
        {
            File.SetUnixFileMode(_folder.With(mode)[mode], (UnixFileMode)Convert.ToInt32(mode, 8));
        }
#pragma warning restore CA1416

        Assert.All(
            _folder.Context().Entries, entry => Assert.Equal(entry.ArchivePath, Convert.ToString(entry.Mode, 8)));
    }

    [Fact]
    public void Only_what_the_Dockerfile_reads_is_taken()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY app lib/*.py /x/\nRUN --mount=type=bind,source=req.txt,target=/r ls\n")
            .With("app/main.py").With("app/deep/er.py").With("lib/a.py").With("lib/a.txt").With("lib/sub/b.py")
            .With("req.txt").With("other.txt");

        Assert.Equal(["app/deep/er.py", "app/main.py", "lib/a.py", "req.txt"], Paths(Read("Dockerfile")));
    }

    [Fact]
    public void What_a_Dockerfile_reads_may_still_be_ignored()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY app /x\n").With(".dockerignore", "**/*.log\n!app/keep.log\n")
            .With("app/a").With("app/a.log").With("app/keep.log");

        Assert.Equal(["app/a", "app/keep.log"], Paths(Read("Dockerfile")));
    }

    [Fact]
    public void A_Dockerfiles_own_dockerignore_comes_first()
    {
        _folder.With("dev.Dockerfile", "FROM x:1\nCOPY . /x\n").With("Dockerfile", "FROM x:1\nCOPY . /x\n")
            .With("dev.Dockerfile.dockerignore", "a\n").With(".dockerignore", "b\n").With("a").With("b");

        Assert.DoesNotContain("a", Paths(Read("dev.Dockerfile")));
        Assert.Contains("b", Paths(Read("dev.Dockerfile")));
        Assert.Contains("a", Paths(Read("Dockerfile")));
        Assert.DoesNotContain("b", Paths(Read("Dockerfile")));
    }

    [Fact]
    public void A_dockerignore_that_Docker_would_not_understand_is_refused()
    {
        File.WriteAllText(_folder[".dockerignore"], "node_modules", System.Text.Encoding.Unicode);
        Assert.Contains("UTF-8", Refused().Message, StringComparison.Ordinal);

        _folder.With(".dockerignore", "a\n[\n");
        Assert.Contains("line 2", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Dockerfile_at_the_root_does_not_take_the_place_of_the_one_that_is_built()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY . /x\n").With("a");
        Image image = Image.FromDockerfile("Dockerfile", _folder.Path);

        Assert.Equal(["Dockerfile", "a"], Paths(ReadAll(image)[0]));
        Assert.Equal(["a"], Paths(ReadAll(image.Entrypoint("b"))[0]));
    }

    [Fact]
    public void Sources_that_are_not_there_are_named()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY a b /x/\nCOPY *.md /x/\nCOPY empty /x\n").With("a");
        Directory.CreateDirectory(_folder["empty"]);

        Assert.Equal(["'b' (line 2)", "'empty' (line 4)"], Read("Dockerfile").MissingSources);
    }

    [Fact]
    public void A_Dockerfile_that_reads_nothing_has_no_context()
    {
        _folder.With("Dockerfile", "FROM x:1\nRUN ls\n").With("a");

        Assert.Empty(ReadAll(Image.FromDockerfile("Dockerfile", _folder.Path)));
    }

    [Fact]
    public void Each_step_of_an_image_has_its_context()
    {
        _folder.With("a.txt").With("src/b.txt").With("src/.dockerignore", "c.txt").With("src/c.txt").With("ctx/d.txt");
        Image image = Image.FromBase("x:1").AddLocalFile("a.txt", "/a", _folder.Path).AddLocalDirectory("src", "/s", _folder.Path)
            .DockerfileCommands(["COPY d.txt /d"], _folder.Path, "ctx").RunCommands("ls");

        Assert.Equal(
            [["a.txt"], ["src/.dockerignore", "src/b.txt"], ["d.txt"]], ReadAll(image).Select(Paths));
    }

    [Fact]
    public void Two_steps_may_not_put_different_files_in_one_place()
    {
        _folder.With("one/a.txt").With("two/a.txt");
        Image image = Image.FromBase("x:1").DockerfileCommands(["COPY a.txt /1"], _folder.Path, "one")
            .DockerfileCommands(["COPY a.txt /2"], _folder.Path, "two");

        string message = Assert.Throws<BuildContextException>(() => ReadAll(image)).Message;
        Assert.Contains(_folder["one/a.txt"], message, StringComparison.Ordinal);
        Assert.Contains(_folder["two/a.txt"], message, StringComparison.Ordinal);
    }

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
    public void A_root_behind_a_link_is_a_root()
    {
        _folder.With("real/a.txt").WithLink("real/b", "a.txt").WithLink("root", "real");

        Assert.Equal(["a.txt", "b"], Paths(_folder.Context("root")));
    }

    [Theory]
    [InlineData("../outside", "out of the context")]
    [InlineData("/etc/hostname", "out of the context")]
    [InlineData("nowhere", "nowhere")]
    [InlineData("link", "nowhere")]
    [InlineData(".", "holds it")]
    [InlineData("../root", "holds it")]
    public void Any_other_link_is_refused_by_its_name(string target, string reason)
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

        Assert.Contains("holds it", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_is_ignored_or_not_read_may_lead_anywhere()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY a /x\n").With(".dockerignore", "a/bad\n").With("a/b")
            .WithLink("a/bad", "/nowhere").WithLink("bad", "/nowhere");

        Assert.Equal(["a/b"], Paths(Read("Dockerfile")));
    }

    [Fact]
    public void A_link_does_not_uncover_what_is_ignored()
    {
        _folder.With(".dockerignore", "secrets\n").With("secrets/key").WithLink("link", "secrets/key");
        Assert.Contains("which .dockerignore leaves out", Refused().Message, StringComparison.Ordinal);

        _folder.With(".dockerignore", "real/key\nlink/a\n").With("real/key").With("real/a");
        File.Delete(_folder["link"]);
        _folder.WithLink("link", "real");

        // Docker knows no path through a link: the pattern "link/a" means nothing.
        Assert.Equal([".dockerignore", "link/a", "real/a", "secrets/key"], Paths(_folder.Context()));
    }

    [Fact]
    public void A_socket_is_refused_by_its_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["s"]));

        Assert.Equal(_folder["s"], Refused().Path);
    }

    [Fact]
    public void A_pipe_is_refused_by_its_name_and_not_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Made with the system's mkfifo.");
        Assert.Equal(0, Run("mkfifo", _folder["p"]).ExitCode);
        Assert.Contains("neither a file nor a folder", Refused().Message, StringComparison.Ordinal);

        File.Delete(_folder["p"]);
        _folder.WithLink("link", "/dev/null").With(".dockerignore", "link\n");
        Assert.Equal([".dockerignore"], Paths(_folder.Context()));
    }

    [Fact]
    public void What_can_not_be_read_is_refused_by_its_name()
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

    [Fact]
    public void Of_twenty_thousand_files_the_nineteen_thousand_ignored_are_not_walked_to()
    {
        Parallel.For(0, 200, folder =>
        {
            string name = folder < 10 ? $"src/f{folder}" : $"node_modules/p{folder}/lib";
            Directory.CreateDirectory(_folder[name]);
            for (int i = 0; i < 100; i++) File.WriteAllText(_folder[$"{name}/{i}.js"], "x");
        });

        // Would be refused, were the folder opened.
        _folder.WithLink("node_modules/p10/loop", "..").With(".dockerignore", "node_modules\n!src/**\n!*.md\n");
        BuildContext context = _folder.Context();

        Assert.Equal(1001, context.Entries.Count);
        Assert.Equal(12, context.FolderCount);
    }

    [Fact]
    public void Folders_that_the_Dockerfile_does_not_read_are_not_walked_to()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY src/a.txt b/*/c.txt /x/\n").With("src/a.txt").With("src/deep/x")
            .With("b/1/c.txt").With("b/1/deep/x").With("other/deep/x");

        Assert.Equal(4, Read("Dockerfile").FolderCount);
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

    private static IReadOnlyList<BuildContext> ReadAll(Image image) =>
        BuildContext.ReadAll(image, TestContext.Current.CancellationToken);

    private BuildContext Read(string dockerfile) =>
        ReadAll(Image.FromDockerfile(dockerfile, _folder.Path)).Single();

    private BuildContextException Refused() => Assert.Throws<BuildContextException>(() => _folder.Context());
}
