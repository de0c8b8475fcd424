using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class GetDaytonaBuildContextTests : BuildTest
{
    [Fact]
    public void Without_a_Dockerfile_the_context_is_the_whole_folder()
    {
        Write(".dockerignore", "*.log\nnode_modules\n!keep.log\n");
        foreach (string path in (string[])["app/main.py", "a.log", "keep.log", "node_modules/x/index.js"]) Write(path, "12345");

        Assert.Equal([".dockerignore", "app/main.py", "keep.log"], Paths("Get-DaytonaBuildContext"));
        Assert.Equal([".dockerignore", "app/main.py", "keep.log"], Paths("Get-DaytonaBuildContext ."));
        Assert.Equal(["main.py"], Paths("Get-DaytonaBuildContext -Context app"));
    }

    [Theory]
    [InlineData("Get-DaytonaBuildContext -Dockerfile pipe")]
    [InlineData("New-DaytonaSnapshot a -Dockerfile pipe -WhatIf")]
    [InlineData("@{ Name = 'a'; Dockerfile = 'pipe' } | Sync-DaytonaSnapshot -WhatIf")]
    public async Task Control_C_ends_the_reading_of_a_file_that_blocks(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        string pipe = Path.Combine(Folder, "pipe");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [pipe])) await mkfifo.WaitForExitAsync(Cancelled);

        // Opens as soon as a reader does, and writes nothing.
        Task<FileStream> writer = Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), Cancelled);
        Task<Outcome> run = Shell.RunUntilAsync(command, writer);

        Assert.Empty((await run.WaitAsync(Cancelled)).Output);
        // Ends the reader that was left behind.
        await (await writer.WaitAsync(Cancelled)).DisposeAsync();
    }

    [Fact]
    public void An_entry_has_its_path_source_length_and_mode()
    {
        string full = Write("app/main.py", "12345");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(full, (UnixFileMode)0b111_101_000);

        PSObject entry = Run("Get-DaytonaBuildContext").AssertSucceeded().Single;

        Assert.Equal(("app/main.py", full, 5L), (entry.Get<string>("ArchivePath"), entry.Get<string>("Source"), entry.Get<long>("Length")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(0b111_101_000, entry.Get<int>("Mode"));
    }

    [Fact]
    public void With_a_Dockerfile_the_context_is_the_files_it_copies()
    {
        Write("docker/Dockerfile", "FROM x:1\nCOPY app requirements*.txt /app/\nRUN --mount=type=bind,source=tools,target=/t ls\n");
        foreach (string path in (string[])["app/main.py", "requirements-dev.txt", "tools/t", "other", "docker/app/inner.py"]) Write(path, "1");

        Assert.Equal(
            ["app/main.py", "requirements-dev.txt", "tools/t"], Paths("Get-DaytonaBuildContext . -Dockerfile docker/Dockerfile"));
        // The Dockerfile's own folder, as docker build has it.
        Assert.Equal(["app/inner.py"], Paths("Get-DaytonaBuildContext -Dockerfile docker/Dockerfile 3>$null"));
    }

    [Fact]
    public void The_dockerignore_of_a_Dockerfile_only_applies_to_it()
    {
        Write("dev.Dockerfile", "FROM x:1\nCOPY app /app\n");
        Write("Dockerfile", "FROM x:1\nCOPY app /app\n");
        Write("dev.Dockerfile.dockerignore", "app/a\n");
        Write(".dockerignore", "app/b\n");
        foreach (string path in (string[])["app/a", "app/b", "app/c"]) Write(path, "1");

        Assert.Equal(["app/b", "app/c"], Paths("Get-DaytonaBuildContext -Dockerfile dev.Dockerfile"));
        Assert.Equal(["app/a", "app/c"], Paths("Get-DaytonaBuildContext -Dockerfile Dockerfile"));
    }

    [Fact]
    public void A_piped_definition_has_the_files_of_all_its_steps()
    {
        Write("app/main.py", "1");
        Write("requirements.txt", "1");

        Assert.Equal(
            ["requirements.txt", "app/main.py"],
            Paths("New-DaytonaImage x:1 | Add-DaytonaImageStep -Requirements requirements.txt | Add-DaytonaImageStep -LocalDirectory app -Destination /app | Get-DaytonaBuildContext"));
    }

    [Fact]
    public void A_missing_source_is_a_warning()
    {
        Write("Dockerfile", "FROM x:1\nCOPY app /app\nCOPY nope /nope\n");
        Write("app/main.py", "1");

        Outcome outcome = Run("Get-DaytonaBuildContext -Dockerfile Dockerfile").AssertSucceeded();

        Assert.Equal($"The Dockerfile's 'nope' (line 3) is not in {Folder}: the build will most likely fail there.", Assert.Single(outcome.Warnings));
        Assert.Single(outcome.Output);
    }

    [Theory]
    [InlineData("nope", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("file", ErrorCategory.ObjectNotFound, "is a file, not a folder. To list what a Dockerfile reads, use -Dockerfile file.")]
    [InlineData(". -Dockerfile nope", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("Env:", ErrorCategory.InvalidArgument, "Specify a path of the file system.")]
    [InlineData("bad", ErrorCategory.InvalidArgument, ".dockerignore', line 2, '[': a bracket or escape without its end.")]
    public void An_unreadable_context_is_an_error_of_one_line(string arguments, ErrorCategory category, string reason)
    {
        Write("file", "1");
        Write("bad/.dockerignore", "a\n[\n");

        ErrorRecord error = Run($"Get-DaytonaBuildContext {arguments}").AssertFailed("InvalidBuildContext", category);

        Assert.Contains(reason, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_out_of_the_context_is_refused_by_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The target is one of a Unix system.");
        Write("a", "1");
        File.CreateSymbolicLink(Path.Combine(Folder, "out"), "/etc/hostname");

        Outcome outcome = Run("Get-DaytonaBuildContext");

        Assert.Contains(Path.Combine(Folder, "out"), outcome.AssertFailed("InvalidBuildContext", ErrorCategory.InvalidArgument).ToString(), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void Nothing_is_sent()
    {
        Write("a", "1");
        Run("Get-DaytonaBuildContext").AssertSucceeded();

        Assert.Empty(Requests);
    }

    private string[] Paths(string line) =>
        [.. Run(line).AssertSucceeded().Output.Select(static it => it.Get<string>("ArchivePath"))];
}
