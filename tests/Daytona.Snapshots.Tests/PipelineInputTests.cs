using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class PipelineInputTests : BuildTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Server.Options.PullTime = Server.Options.BuildTime = Server.Options.RemovalDelay = TimeSpan.Zero;
    }

    [Fact]
    public void Rows_of_a_table_create_snapshots_of_each_kind()
    {
        Write("Dockerfile", "FROM alpine:3.20\nCOPY app.py /\n");
        Write("app/app.py", "print(1)");

        Outcome outcome = Run(
            """
            [pscustomobject]@{ Name = 'a'; Image = 'alpine:3.20'; Dockerfile = ''; Context = ''; Entrypoint = 'sleep, 60'; Cpu = '2'; Memory = '4GB'; Disk = '8'; Gpu = ''; GpuType = ''; Region = 'us'; SandboxClass = 'container'; Timeout = '10m' },
            [pscustomobject]@{ Name = 'b'; Image = ''; Dockerfile = 'Dockerfile'; Context = 'app'; Entrypoint = ''; Cpu = ''; Memory = ''; Disk = ''; Gpu = ''; GpuType = ''; Region = ''; SandboxClass = ''; Timeout = '' } |
                New-DaytonaSnapshot
            """).AssertSucceeded();

        Assert.Equal(["a", "b"], outcome.Names);
        LocalSnapshot a = Server.Find("a")!;
        Assert.Equal((2, 4, 8), (a.Cpu, a.Mem, a.Disk));
        Assert.Equal(["sleep", "60"], a.Entrypoint);
        Assert.Equal("print(1)", Assert.Single(Server.Builds).Context["app.py"].Text);
        Assert.Equal((1, 1, 3), (Server.Find("b")!.Cpu, Server.Find("b")!.Mem, Server.Find("b")!.Disk));
    }

    [Theory]
    [InlineData("New")]
    [InlineData("Set")]
    public void Tables_create_snapshots(string verb)
    {
        Run($"@{{ Name = 'a'; Image = 'alpine:3.20'; Cpu = 2; Mem = '2GB'; Entrypoint = 'run', 'it' }}, [ordered]@{{ name = 'b'; ImageName = 'debian:13' }} | {verb}-DaytonaSnapshot -Disk 8").AssertSucceeded();

        LocalSnapshot a = Server.Find("a")!, b = Server.Find("b")!;
        Assert.Equal((2, 2, 8, "run it"), (a.Cpu, a.Mem, a.Disk, string.Join(' ', a.Entrypoint!)));
        Assert.Equal(("debian:13", 1, 1, 8), (b.ImageName, b.Cpu, b.Mem, b.Disk));
    }

    [Theory]
    [InlineData("@{ Image = 'alpine:3.20' }", "has no Name.")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Cpu = 'many' }", "'a': Cpu: 'many' is not a whole number of CPU cores.")]
    [InlineData("@{ Name = 'a' }", "'a' has no source.")]
    public void A_table_that_can_not_be_used_is_an_error(string table, string message)
    {
        Outcome outcome = Run($"{table} | New-DaytonaSnapshot");

        Assert.Contains(message, outcome.AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument).ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = 'alpine:3.20'; Cpus = 4; Ram = 2; Owner = 'me' }")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Cpus = 4; Ram = 2; Owner = 'me' }")]
    [InlineData("[ordered]@{ Name = 'a'; Image = 'alpine:3.20'; Cpus = 4; Ram = 2; Owner = 'me' }")]
    public void A_property_that_is_no_parameter_is_a_warning(string item)
    {
        Outcome outcome = Run($"{item}, {item.Replace("'a'", "'b'", StringComparison.Ordinal)} | Set-DaytonaSnapshot").AssertSucceeded();

        Assert.Equal(3, outcome.Warnings.Count);
        Assert.Contains(outcome.Warnings, static warning => warning.StartsWith("'Ram' is not a property of definitions. The properties are ", StringComparison.Ordinal));
        Assert.Contains("'Cpus' is not a property of definitions. Did you mean 'Cpu'? It is ignored.", outcome.Warnings);
    }

    [Theory]
    [InlineData("Get-DaytonaSnapshot a | New-DaytonaSnapshot -Name b")]
    [InlineData("Get-DaytonaSnapshot a | Set-DaytonaSnapshot -Name b")]
    public void Other_properties_of_snapshots_are_no_warning(string line)
    {
        Server.AddSnapshot("a");

        Assert.Empty(Run(line).AssertSucceeded().Warnings);
    }

    [Fact]
    public void Arguments_take_precedence_over_properties()
    {
        Run("[pscustomobject]@{ Name = 'a'; Image = 'debian:13'; Cpu = 3 } | New-DaytonaSnapshot -Image alpine:3.20 -Name { $_.Name + '/x' }").AssertSucceeded();

        LocalSnapshot snapshot = Assert.Single(Left);
        Assert.Equal(("a/x", "alpine:3.20", 3), (snapshot.Name, snapshot.ImageName, snapshot.Cpu));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = ''; Dockerfile = '' }", "'a' has no source.")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = 'alpine:3.20'; Dockerfile = 'Dockerfile' }", "'a' has several sources: Image, Dockerfile.")]
    public void A_row_must_have_exactly_one_source(string row, string message)
    {
        ErrorRecord error = Run($"{row} | New-DaytonaSnapshot").AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument);

        Assert.StartsWith(message, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
    }

    [Fact]
    public void A_snapshot_is_created_again_under_another_name()
    {
        Server.AddSnapshot("a", change: static it => (it.Cpu, it.Entrypoint) = (2, ["run", "it"]));

        Run("Get-DaytonaSnapshot a | New-DaytonaSnapshot -Name b").AssertSucceeded();

        LocalSnapshot b = Server.Find("b")!;
        Assert.Equal((2, "alpine:3.20"), (b.Cpu, b.ImageName));
        Assert.Equal(["run", "it"], b.Entrypoint);
    }

    [Fact]
    public void A_built_snapshot_is_built_again_if_it_had_no_local_files()
    {
        Run("New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Run true | New-DaytonaSnapshot a").AssertSucceeded();

        Run("Get-DaytonaSnapshot a | New-DaytonaSnapshot -Name b").AssertSucceeded();

        Assert.Equal("FROM alpine:3.20\nRUN true\n", Server.Find("b")!.BuildInfo!.DockerfileContent);
    }

    [Fact]
    public void A_snapshot_built_with_local_files_cannot_be_built_again()
    {
        Write("Dockerfile", "FROM alpine:3.20\nCOPY app.py /\n");
        Write("app.py", "print(1)");
        Run("New-DaytonaSnapshot a -Dockerfile Dockerfile").AssertSucceeded();

        ErrorRecord error = Run("Get-DaytonaSnapshot a | New-DaytonaSnapshot -Name b").Error;

        Assert.Contains("built with local files, which the service does not return. Use a Dockerfile with its context.", error.ToString(), StringComparison.Ordinal);
        Assert.Null(Server.Find("b"));
    }

    [Fact]
    public void Lists_are_exported_as_text_and_read_back()
    {
        Server.AddSnapshot("a", change: static it => it.Entrypoint = ["sh", "-c", "echo a, b"]);

        PSObject text = Run("$s = Get-DaytonaSnapshot a; \"$($s.Entrypoint.ToString())|$($s.RegionIds.ToString())|$($s.Entrypoint[2])\"").AssertSucceeded().Single;
        Run("[pscustomobject]@{ Name = 'b'; Image = 'alpine:3.20'; Entrypoint = $s.Entrypoint.ToString() } | New-DaytonaSnapshot").AssertSucceeded();

        Assert.Equal("sh, -c, 'echo a, b'|us|echo a, b", text.ToString());
        Assert.Equal(["sh", "-c", "echo a, b"], Server.Find("b")!.Entrypoint);
    }

    [Theory]
    [InlineData("0.01m")]
    [InlineData("0.0001h")]
    [InlineData("0.5s")]
    [InlineData("0.00001d")]
    [InlineData("'0.00001d'")]
    [InlineData("0.5")]
    [InlineData("00:00:00.5")]
    public void A_timeout_in_a_row_has_a_unit_or_means_seconds(string text)
    {
        Server.AddSnapshot("a", "pulling");

        Run($"Wait-DaytonaSnapshot a -Timeout {text}").AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);
    }
}
