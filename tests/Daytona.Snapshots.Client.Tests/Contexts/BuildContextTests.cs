namespace Daytona.Snapshots.Client.Tests.Contexts;

public sealed class BuildContextTests : IDisposable
{
    private const string Fails = "the build will most likely fail there.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_sorted_in_ordinal_order()
    {
        _folder.With("b").With("a/z").With("a-b").With("a.b").With("B").With("é").With(".hidden");

        Assert.Equal([".hidden", "B", "a-b", "a.b", "a/z", "b", "é"], Paths(_folder.Context()));
    }

    [Fact]
    public void An_entry_has_its_source_length_and_time()
    {
        _folder.With("a/b.txt", "12345");

        BuildContextEntry entry = Assert.Single(_folder.Context().Entries);

        Assert.Equal("a/b.txt", entry.ArchivePath);
        Assert.Equal(_folder["a/b.txt"], entry.Source);
        Assert.Equal(5, entry.Length);
        Assert.Equal(File.GetLastWriteTimeUtc(_folder["a/b.txt"]), entry.LastWriteTimeUtc);
    }

    [Fact]
    public void A_mode_is_kept_without_the_write_bits_of_others()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
#pragma warning disable CA1416
        foreach (string mode in (string[])["600", "644", "664", "755", "777", "4755"])
        {
            File.SetUnixFileMode(_folder.With(mode)[mode], (UnixFileMode)Convert.ToInt32(mode, 8));
        }
#pragma warning restore CA1416

        Assert.Equal(
            ["4755", "600", "644", "644", "755", "755"],
            _folder.Context().Entries.Select(entry => Convert.ToString(entry.Mode, 8)).Order());
    }

    [Fact]
    public void Only_the_sources_of_the_Dockerfile_are_included()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY app lib/*.py /x/\nRUN --mount=type=bind,source=req.txt,target=/r ls\n")
            .With("app/main.py").With("app/deep/er.py").With("lib/a.py").With("lib/a.txt").With("lib/sub/b.py")
            .With("req.txt").With("other.txt");

        Assert.Equal(["app/deep/er.py", "app/main.py", "lib/a.py", "req.txt"], Paths(Read("Dockerfile")));
    }

    [Fact]
    public void Sources_of_the_Dockerfile_can_be_ignored()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY app /x\n").With(".dockerignore", "**/*.log\n!app/keep.log\n")
            .With("app/a").With("app/a.log").With("app/keep.log");

        Assert.Equal(["app/a", "app/keep.log"], Paths(Read("Dockerfile")));
    }

    [Fact]
    public void The_dockerignore_of_a_Dockerfile_takes_precedence()
    {
        _folder.With("dev.Dockerfile", "FROM x:1\nCOPY . /x\n").With("Dockerfile", "FROM x:1\nCOPY . /x\n")
            .With("dev.Dockerfile.dockerignore", "a\n").With(".dockerignore", "b\n").With("a").With("b");

        Assert.DoesNotContain("a", Paths(Read("dev.Dockerfile")));
        Assert.Contains("b", Paths(Read("dev.Dockerfile")));
        Assert.Contains("a", Paths(Read("Dockerfile")));
        Assert.DoesNotContain("b", Paths(Read("Dockerfile")));
    }

    [Fact]
    public void A_dockerignore_that_Docker_misreads_is_refused()
    {
        File.WriteAllText(_folder[".dockerignore"], "node_modules", System.Text.Encoding.Unicode);
        Assert.Contains("UTF-8", Refused().Message, StringComparison.Ordinal);

        _folder.With(".dockerignore", "a\n[\n");
        Assert.Contains("line 2", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_Dockerfile_at_the_root_is_not_sent()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY . /x\n").With("a");
        Image image = Image.FromDockerfile("Dockerfile", _folder.Path);

        Assert.Equal(["Dockerfile", "a"], Paths(ReadAll(image)[0]));
        Assert.Equal(["a"], Paths(ReadAll(image.Entrypoint("b"))[0]));
    }

    [Fact]
    public void A_file_name_that_is_not_UTF_8_is_refused_as_such()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no such names.");
        _folder.With("a");
        RunShell("touch \"$1/$(printf 'caf\\351')\"");

        Assert.Contains("the name of '", Refused().Message, StringComparison.Ordinal);
        Assert.Contains("' is not UTF-8. Add it to .dockerignore", Refused().Message, StringComparison.Ordinal);
        _folder.With(".dockerignore", "caf*");
        Assert.Equal([".dockerignore", "a"], Paths(_folder.Context()));
        // .NET can't name the file, and so can't delete it.
        RunShell("rm \"$1\"/caf*");

        void RunShell(string script)
        {
            using var shell = System.Diagnostics.Process.Start("/bin/sh", ["-c", script, "sh", _folder.Path]);
            shell.WaitForExit();
        }
    }

    [Fact]
    public void Missing_sources_are_named_with_the_reason()
    {
        _folder.With("Dockerfile", "FROM x:1\nCOPY a b *.md /x/\nCOPY empty x.log logs app/main.py Dockerfile /x/\n").With("a").With("App/Main.py")
            .With(".dockerignore", "# logs\n**/*.log\n").With("x.log").With("logs/x.log");
        Directory.CreateDirectory(_folder["empty"]);

        Assert.Equal(
            [
                $"The Dockerfile's 'b' (line 2) is not in {_folder.Path}: {Fails}",
                "The Dockerfile's 'empty' (line 3) is an empty folder, which the service removes: " + Fails,
                "The Dockerfile's 'x.log' (line 3) is excluded by line 2 of .dockerignore, '**/*.log': " + Fails,
                "The Dockerfile's 'logs' (line 3) is a folder of which .dockerignore excludes every file: " + Fails,
                $"The Dockerfile's 'app/main.py' (line 3) is not in {_folder.Path}, but 'App/Main.py' is, and Docker's names are case-sensitive: {Fails}",
                "The Dockerfile's 'Dockerfile' (line 3) is not sent, because the service would build it instead of the Dockerfile that it gets: " +
                "the image gets the one that is built.",
            ],
            ReadAll(Image.FromDockerfile("Dockerfile", _folder.Path).Entrypoint("b"))[0].MissingSources.Select(missing => missing.ToString()));
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
    public void Two_steps_with_different_files_at_one_path_are_refused()
    {
        _folder.With("one/a.txt").With("two/a.txt");
        Image image = Image.FromBase("x:1").DockerfileCommands(["COPY a.txt /1"], _folder.Path, "one")
            .DockerfileCommands(["COPY a.txt /2"], _folder.Path, "two");

        string message = Assert.Throws<BuildContextException>(() => ReadAll(image)).Message;
        Assert.Contains(_folder["one/a.txt"], message, StringComparison.Ordinal);
        Assert.Contains(_folder["two/a.txt"], message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ignored_folders_are_not_opened()
    {
        // The walk refuses a link to a folder that holds it, if it gets there.
        _folder.With("src/a.js").With("node_modules/a.js").WithLink("node_modules/loop", ".")
            .With(".dockerignore", "node_modules\n!src/**\n!*.md\n");

        Assert.Equal([".dockerignore", "src/a.js"], Paths(_folder.Context()));
    }

    private static string[] Paths(BuildContext context) => [.. context.Entries.Select(entry => entry.ArchivePath)];

    private static IReadOnlyList<BuildContext> ReadAll(Image image) =>
        BuildContext.ReadAll(image, TestContext.Current.CancellationToken);

    private BuildContext Read(string dockerfile) =>
        ReadAll(Image.FromDockerfile(dockerfile, _folder.Path)).Single();

    private BuildContextException Refused() => Assert.Throws<BuildContextException>(() => _folder.Context());
}
