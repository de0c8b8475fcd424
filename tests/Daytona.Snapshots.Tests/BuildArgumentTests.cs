namespace Daytona.Snapshots.Tests;

/// <summary>-BuildArgument and -Target, wherever a Dockerfile is taken.</summary>
public sealed class BuildArgumentTests : BuildTest
{
    private const string Dockerfile = "ARG PYTHON=3.12\nFROM python:$PYTHON AS base\nCOPY app /app\nFROM base\nCOPY tests /tests\n";
    private const string Base = "ARG PYTHON=\"3.13\"\nFROM python:$PYTHON AS base\nCOPY app /app\n";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Write("Dockerfile", Dockerfile);
        Write("app/main.py", "1");
        Write("tests/test.py", "1");
    }

    [Theory]
    [InlineData("New-DaytonaSnapshot a -Dockerfile Dockerfile -BuildArgument @{ PYTHON = '3.13' } -Target Base")]
    [InlineData("Set-DaytonaSnapshot a -Dockerfile Dockerfile -BuildArg ([ordered]@{ PYTHON = '3.13' }) -Target base")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Dockerfile = 'Dockerfile'; BuildArgument = @{ PYTHON = '3.13' }; Target = 'base' } | New-DaytonaSnapshot")]
    [InlineData("@{ Name = 'a'; Dockerfile = 'Dockerfile'; BuildArgument = @{ PYTHON = '3.13' }; Target = 'base' } | Sync-DaytonaSnapshot")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Dockerfile = 'Dockerfile'; BuildArg = [pscustomobject]@{ PYTHON = '3.13' }; Target = 'base' } | Sync-DaytonaSnapshot")]
    public void Arguments_and_target_become_part_of_the_Dockerfile(string command)
    {
        Run(command).AssertSucceeded();

        Assert.Equal(Base, Server.Find("a")!.BuildInfo!.DockerfileContent);
    }

    [Fact]
    public void Set_compares_the_resulting_text()
    {
        string id = Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile -BuildArgument @{ PYTHON = '3.13' }").AssertSucceeded().Single.Get<string>("Id");

        Assert.Equal(id, Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile -BuildArgument @{ PYTHON = '3.13' }").AssertSucceeded().Single.Get<string>("Id"));
        Assert.NotEqual(id, Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile -BuildArgument @{ PYTHON = 3 }").AssertSucceeded().Single.Get<string>("Id"));
    }

    [Fact]
    public void The_context_has_only_the_files_of_the_target() => Assert.Equal(
        ["app/main.py"],
        Run("(Get-DaytonaBuildContext -Dockerfile Dockerfile -BuildArgument @{ PYTHON = '3.13' } -Target base).ArchivePath").AssertSucceeded().Output.Select(static it => it.ToString()));

    [Theory]
    [InlineData("New-DaytonaSnapshot a -Dockerfile Dockerfile -BuildArgument @{ NODE = '22' }", "declares no build argument 'NODE'. It declares PYTHON.")]
    [InlineData("New-DaytonaSnapshot a -Dockerfile Dockerfile -Target test", "The names of its stages are base.")]
    [InlineData("New-DaytonaSnapshot a -Dockerfile Dockerfile -BuildArgument @{ PYTHON = 3.13 }", "Write it in quotes")]
    [InlineData("New-DaytonaSnapshot a -Dockerfile Dockerfile -BuildArgument @{ PYTHON = $null }", "is null")]
    [InlineData("New-DaytonaSnapshot a -Dockerfile Dockerfile -BuildArgument PYTHON=3.13", "a table of names and values")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = 'x:1'; Target = 'base' } | New-DaytonaSnapshot", "need a Dockerfile")]
    [InlineData("@{ Name = 'a'; Image = 'x:1'; Target = 'base' } | Sync-DaytonaSnapshot", "need a Dockerfile")]
    [InlineData("@{ Name = 'a'; Dockerfile = 'Dockerfile'; BuildArgument = @{ PYTHON = 3.10 } } | Sync-DaytonaSnapshot", "Write it in quotes")]
    [InlineData("Get-DaytonaBuildContext -Target base", "need -Dockerfile")]
    [InlineData("New-DaytonaSnapshot a -Dockerfile https://example.com/Dockerfile", "is a URL")]
    [InlineData("New-DaytonaSnapshot a -Dockerfile \"FROM x:1`nRUN true\"", "the text of a Dockerfile")]
    public void An_argument_that_can_not_be_applied_is_an_error(string command, string reason)
    {
        Outcome outcome = Run(command);

        Assert.Contains(reason, outcome.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(Changes);
    }
}
