using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class AddDaytonaImageStepTests : BuildTest
{
    [Theory]
    [InlineData("-PipInstall pandas, numpy", "RUN python -m pip install numpy pandas\n")]
    [InlineData("-PipInstall 'pandas>=2,<3', 'x[y]'", "RUN python -m pip install 'pandas>=2,<3' 'x[y]'\n")]
    [InlineData(
        "-PipInstall a -FindLinks l1, l2 -IndexUrl https://i -ExtraIndexUrl https://e1, https://e2 -Pre -ExtraOption '--no-deps', '-q'",
        "RUN python -m pip install a --find-links l1 --find-links l2 --index-url https://i --extra-index-url https://e1 --extra-index-url https://e2 --pre --no-deps -q\n")]
    [InlineData("-Requirements requirements.txt -Pre", "COPY requirements.txt /.requirements.txt\nRUN python -m pip install -r /.requirements.txt --pre\n")]
    [InlineData("-Requirements ./app/../requirements.txt -IndexUrl https://i", "COPY requirements.txt /.requirements.txt\nRUN python -m pip install -r /.requirements.txt --index-url https://i\n")]
    [InlineData("-PyProject pyproject.toml", "RUN python -m pip install 'b>1' c\n")]
    [InlineData("-PyProject pyproject.toml -OptionalDependency dev, test -Pre", "RUN python -m pip install a 'b>1' c d --pre\n")]
    [InlineData("-LocalFile app/main.py -Destination /app/", "COPY app/main.py /app/main.py\n")]
    [InlineData("-LocalFile app/main.py -Destination /app/other.py", "COPY app/main.py /app/other.py\n")]
    [InlineData("-LocalDirectory app -Destination /app", "COPY app /app\n")]
    [InlineData("-LocalDirectory . -Destination /app", "COPY . /app\n")]
    [InlineData("-Run 'apt-get update', 'echo \"$HOME\" && ls'", "RUN apt-get update\nRUN echo \"$HOME\" && ls\n")]
    [InlineData("-RunExec bash, -c, 'echo \"a\"'", "RUN [\"bash\", \"-c\", \"echo \\\"a\\\"\"]\n")]
    [InlineData("-RunExec test, ''", "RUN [\"test\", \"\"]\n")]
    [InlineData("-WorkingDirectory '/my work'", "WORKDIR '/my work'\n")]
    [InlineData("-Entrypoint python, -m, app", "ENTRYPOINT [\"python\", \"-m\", \"app\"]\n")]
    [InlineData("-Entrypoint @()", "ENTRYPOINT []\n")]
    [InlineData("-Command sleep, infinity", "CMD [\"sleep\", \"infinity\"]\n")]
    [InlineData("-DockerfileLine 'RUN a', '', 'USER b'", "RUN a\n\nUSER b\n")]
    public void Each_step_is_written_to_the_Dockerfile(string arguments, string text)
    {
        WriteFiles();

        Assert.Equal("FROM x:1\n" + text, Step(arguments).Dockerfile());
    }

    [Theory]
    [InlineData("@{ b = 2; A = 'x y'; a2 = $null; B1 = $true; c = 1.5 }", "ENV A='x y'\nENV B1=True\nENV a2=''\nENV b=2\nENV c=1.5\n")]
    [InlineData("([ordered]@{ z = 1; a = 2; m = 'it''s' })", "ENV z=1\nENV a=2\nENV m='it'\"'\"'s'\n")]
    [InlineData("@{}", "")]
    public void Environment_keeps_the_order_of_ordered_dictionaries(string variables, string text) =>
        Assert.Equal("FROM x:1\n" + text, Step($"-Environment {variables}").Dockerfile());

    [Fact]
    public void Paths_are_relative_and_disclose_no_local_folder()
    {
        WriteFiles();
        GoTo(Path.Combine(Folder, "app"));

        Assert.Equal("FROM x:1\nCOPY main.py /x\n", Step("-LocalFile main.py -Destination /x").Dockerfile());
        Assert.Equal("FROM x:1\nCOPY main.py /x\n", Step($"-LocalFile '{Folder}/app/main.py' -Destination /x").Dockerfile());
        Assert.Equal(
            "FROM x:1\nCOPY _local/requirements.txt /x\n", Step("-LocalFile ../requirements.txt -Destination /x").Dockerfile());
        Assert.Equal(
            "FROM x:1\nCOPY _local/requirements.txt /.requirements.txt\nRUN python -m pip install -r /.requirements.txt\n",
            Step($"-Requirements '{Folder}/requirements.txt'").Dockerfile());
    }

    [Fact]
    public void A_PowerShell_drive_is_accepted_as_a_folder()
    {
        WriteFiles();
        AddDrive("Project");

        Assert.Equal("FROM x:1\nCOPY app/main.py /x\n", Step("-LocalFile Project:/app/main.py -Destination /x").Dockerfile());

        Shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation('Project:/app')").AssertSucceeded();
        PSObject image = Step("-LocalFile main.py -Destination /x");
        Assert.Equal("FROM x:1\nCOPY main.py /x\n", image.Dockerfile());
        Assert.Equal(Path.Combine(Folder, "app", "main.py"), Assert.Single(image.Sources()));
    }

    [Fact]
    public void Dockerfile_lines_use_the_location_or_a_folder_as_context()
    {
        WriteFiles();

        Assert.Equal(Folder, Assert.Single(Step("-DockerfileLine 'COPY app /app'").Sources()));
        Assert.Equal(
            Path.Combine(Folder, "app"), Assert.Single(Step("-DockerfileLine 'COPY main.py /app' -Context app").Sources()));
    }

    [Fact]
    public void A_shell_line_may_mount_a_file_from_the_location()
    {
        WriteFiles();
        const string Mount = "--mount=type=bind,source=requirements.txt,target=/r pip install -r /r";

        Outcome outcome = Run($"New-DaytonaImage x:1 | Add-DaytonaImageStep -Run ls, '{Mount}' -OutVariable image | Get-DaytonaBuildContext; $image").AssertSucceeded();

        Assert.Equal("requirements.txt", outcome.Output[0].Get<string>("ArchivePath"));
        Assert.Equal($"FROM x:1\nRUN ls\nRUN {Mount}\n", outcome.Output[1].Dockerfile());
        Assert.Empty(Step("-Run ls").Sources());
    }

    [Fact]
    public void Every_piped_image_gets_the_step_and_is_not_modified()
    {
        Outcome outcome = Run("$a = New-DaytonaImage a:1; $b = New-DaytonaImage b:1; $a, $b | Add-DaytonaImageStep -Run ls; $a").AssertSucceeded();

        Assert.Equal(
            ["FROM a:1\nRUN ls\n", "FROM b:1\nRUN ls\n", "FROM a:1\n"], outcome.Output.Select(static it => it.Dockerfile()));
    }

    [Fact]
    public void An_undeclared_group_adds_nothing_and_is_a_warning()
    {
        WriteFiles();

        Outcome outcome = Run("New-DaytonaImage x:1 | Add-DaytonaImageStep -PyProject pyproject.toml -OptionalDependency dev, tset").AssertSucceeded();

        Assert.Equal("FROM x:1\nRUN python -m pip install 'b>1' c d\n", outcome.Single.Dockerfile());
        Assert.Equal(
            "'pyproject.toml' has no optional dependencies named tset, so none are installed. It has dev, test.",
            Assert.Single(outcome.Warnings));
    }

    [Theory]
    [InlineData("-Requirements nope.txt", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("-PyProject nope.toml", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("-PyProject requirements.txt", ErrorCategory.InvalidArgument, "is not valid TOML")]
    [InlineData("-PyProject empty.toml", ErrorCategory.InvalidArgument, "has no [project] section")]
    [InlineData("-LocalFile nope -Destination /x", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("-LocalFile app -Destination /x", ErrorCategory.ObjectNotFound, "is a folder, not a file.")]
    [InlineData("-LocalDirectory nope -Destination /x", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("-LocalDirectory requirements.txt -Destination /x", ErrorCategory.ObjectNotFound, "is a file, not a folder.")]
    [InlineData("-LocalFile Env:PATH -Destination /x", ErrorCategory.InvalidArgument, "Specify a path of the file system.")]
    [InlineData("-DockerfileLine 'COPY a /a' -Context nope", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("-Environment @{ 'A B' = 1 }", ErrorCategory.InvalidArgument, "'A B' can't be the name")]
    [InlineData("-Environment @{ '' = 1 }", ErrorCategory.InvalidArgument, "can't be the name")]
    [InlineData("-Environment @{ A = \"1`n2\" }", ErrorCategory.InvalidArgument, "'A' contains a line break")]
    [InlineData("-WorkingDirectory ' '", ErrorCategory.InvalidArgument, "is empty.")]
    public void An_invalid_step_is_an_error_of_one_line_and_no_image(string arguments, ErrorCategory category, string reason)
    {
        WriteFiles();
        Outcome outcome = Run($"New-DaytonaImage x:1 | Add-DaytonaImageStep {arguments}");

        Assert.Contains(reason, outcome.AssertFailed("InvalidImageStep", category).ToString(), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("", "AmbiguousParameterSet")]
    [InlineData("-Run a -PipInstall b", "AmbiguousParameterSet")]
    [InlineData("-Run a -Pre", "AmbiguousParameterSet")]
    [InlineData("-Run a -Context .", "AmbiguousParameterSet")]
    [InlineData("-PipInstall a -OptionalDependency dev", "AmbiguousParameterSet")]
    [InlineData("-LocalFile a", "MissingMandatoryParameter")]
    [InlineData("-PipInstall @()", "ParameterArgumentValidationError")]
    [InlineData("-PipInstall ''", "ParameterArgumentValidationError")]
    [InlineData("-Run ''", "ParameterArgumentValidationError")]
    [InlineData("-RunExec @()", "ParameterArgumentValidationError")]
    [InlineData("-Environment 'A=1'", "CannotConvertArgument")]
    public void Parameters_of_different_steps_cannot_be_combined(string arguments, string id) => Assert.StartsWith(
        id, Run($"New-DaytonaImage x:1 | Add-DaytonaImageStep {arguments}").Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void An_object_that_is_not_an_image_does_not_stop_the_others()
    {
        Outcome outcome = Run("'a', (New-DaytonaImage x:1) | Add-DaytonaImageStep -Run ls");

        Assert.StartsWith("InputObjectNotBound", outcome.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("FROM x:1\nRUN ls\n", outcome.Single.Dockerfile());
    }

    private PSObject Step(string arguments) =>
        Run($"New-DaytonaImage x:1 | Add-DaytonaImageStep {arguments}").AssertSucceeded().Single;

    private void WriteFiles()
    {
        Write("requirements.txt", "requests\n");
        Write("app/main.py", "print('a')\n");
        Write("empty.toml", "");
        Write("pyproject.toml", "[project]\nname = 'p'\ndependencies = ['c', 'b>1']\n[project.optional-dependencies]\ndev = ['d']\ntest = ['a']\n");
    }
}
