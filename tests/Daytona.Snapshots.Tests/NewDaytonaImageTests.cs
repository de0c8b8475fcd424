using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class NewDaytonaImageTests : BuildTest
{
    private const string Slim =
        "-slim-bookworm\nRUN apt-get update\nRUN apt-get install -y gcc gfortran build-essential\n" +
        "RUN pip install --upgrade pip\nRUN echo 'debconf debconf/frontend select Noninteractive' | debconf-set-selections\n";

    [Fact]
    public void Build_arguments_and_the_target_are_applied()
    {
        Write("Dockerfile", "FROM alpine:3.20 AS base\nARG V=1\nFROM base AS last\n");

        Assert.Equal("FROM alpine:3.20 AS base\nARG V=\"2\"\n", Dockerfile("New-DaytonaImage -Dockerfile Dockerfile -BuildArgument @{ V = 2 } -Target base"));
    }

    [Theory]
    [InlineData("New-DaytonaImage \"alpine:3.20`nRUN id\"")]
    [InlineData("New-DaytonaImage \"alpine`0\"")]
    [InlineData("New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -WorkingDirectory \"/a`nRUN id\"")]
    [InlineData("New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -LocalDirectory . -Destination \"/a`nRUN id\"")]
    public void A_line_break_does_not_begin_an_instruction(string command)
    {
        ErrorRecord error = Run(command).AssertFailed("InvalidImageStep", ErrorCategory.InvalidArgument);

        Assert.Contains("line break", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "3.12.10")]
    [InlineData("-DebianSlim", "3.12.10")]
    [InlineData("-DebianSlim -PythonVersion 3.9", "3.9.22")]
    [InlineData("-PythonVersion 3.10", "3.10.17")]
    [InlineData("-PythonVersion '3.13'", "3.13.3")]
    [InlineData("-PythonVersion 3.11.4", "3.11.4")]
    public void The_default_base_is_Python_on_Debian(string arguments, string version) =>
        Assert.Equal($"FROM python:{version}{Slim}", Dockerfile($"New-DaytonaImage {arguments}"));

    [Theory]
    [InlineData("New-DaytonaImage node:22-slim", "FROM node:22-slim\n")]
    [InlineData("New-DaytonaImage -BaseImage registry.example.com:5000/a/b:c", "FROM registry.example.com:5000/a/b:c\n")]
    public void An_image_of_a_registry_is_the_base(string line, string dockerfile) => Assert.Equal(dockerfile, Dockerfile(line));

    [Fact]
    public void A_Dockerfile_is_read_with_its_folder_as_its_context()
    {
        Write("docker/Dockerfile", "FROM x:1\r\nCOPY a /a\r\n");

        PSObject image = Run("New-DaytonaImage -Dockerfile docker/Dockerfile").AssertSucceeded().Single;

        Assert.Equal("FROM x:1\nCOPY a /a\n", image.Dockerfile());
        Assert.Equal(Path.Combine(Folder, "docker"), Assert.Single(image.Sources()));
    }

    [Theory]
    [InlineData("-Context .", "")]
    [InlineData("-Context other", "other")]
    [InlineData("-Context ./docker/../other/", "other")]
    public void A_Dockerfile_may_have_another_folder_as_its_context(string argument, string folder)
    {
        Write("docker/Dockerfile", "FROM x:1\n");
        Directory.CreateDirectory(Path.Combine(Folder, "other"));

        PSObject image = Run($"New-DaytonaImage -Dockerfile docker/Dockerfile {argument}").AssertSucceeded().Single;

        Assert.Equal(Path.Combine(Folder, folder).TrimEnd('/'), Assert.Single(image.Sources()));
    }

    [Fact]
    public void PowerShell_paths_are_accepted()
    {
        Write("docker/Dockerfile", "FROM x:1\n");
        AddDrive("Project");

        Assert.Equal("FROM x:1\n", Dockerfile("New-DaytonaImage -Dockerfile Project:/docker/Dockerfile"));

        GoTo(Path.Combine(Folder, "docker"));
        Assert.Equal("FROM x:1\n", Dockerfile("New-DaytonaImage -Dockerfile ./Dockerfile"));
        Assert.Equal("FROM x:1\n", Dockerfile("New-DaytonaImage -Dockerfile ../docker/Dockerfile"));
    }

    [Theory]
    [InlineData("-PythonVersion 3.8", ErrorCategory.InvalidArgument, "Use a series from 3.9 to 3.13")]
    [InlineData("-PythonVersion latest", ErrorCategory.InvalidArgument, "Use a series from 3.9 to 3.13")]
    [InlineData("-BaseImage ' '", ErrorCategory.InvalidArgument, "is empty")]
    [InlineData("-Dockerfile nope", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("-Dockerfile .", ErrorCategory.ObjectNotFound, "is a folder, not a file.")]
    [InlineData("-Dockerfile there -Context nope", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("-Dockerfile there -Context there", ErrorCategory.ObjectNotFound, "is a file, not a folder.")]
    [InlineData("-Dockerfile utf16", ErrorCategory.InvalidArgument, "Save it as UTF-8.")]
    [InlineData("-Dockerfile Env:PATH", ErrorCategory.InvalidArgument, "Specify a path of the file system.")]
    [InlineData("-Dockerfile nowhere:/x", ErrorCategory.InvalidArgument, "'nowhere' does not exist.")]
    public void Invalid_arguments_are_an_error_of_one_line(string arguments, ErrorCategory category, string reason)
    {
        Write("there", "FROM x:1\n");
        File.WriteAllText(Path.Combine(Folder, "utf16"), "FROM x:1\n", System.Text.Encoding.Unicode);

        ErrorRecord error = Run($"New-DaytonaImage {arguments}").AssertFailed("InvalidImageStep", category);

        Assert.Contains(reason, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-BaseImage a -DebianSlim")]
    [InlineData("-BaseImage a -Dockerfile b")]
    [InlineData("-PythonVersion 3.12 -Dockerfile b")]
    [InlineData("-BaseImage a -Context .")]
    public void Only_one_base_can_be_given(string arguments) =>
        Assert.StartsWith("AmbiguousParameterSet", Run($"New-DaytonaImage {arguments}").Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_sent()
    {
        Run("New-DaytonaImage").AssertSucceeded();

        Assert.Empty(Requests);
    }

    private string Dockerfile(string line) => Run(line).AssertSucceeded().Single.Dockerfile();
}
