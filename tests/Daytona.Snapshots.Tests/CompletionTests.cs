using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class CompletionTests : ShellTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // A busy machine does not cut a completion short.
        SetClock(new Client.Tests.AcceleratedClock(0.05));
    }

    [Fact]
    public void Names_of_snapshots_are_completed()
    {
        Server.AddSnapshot("nightly-2");
        Server.AddSnapshot("nightly-1", "error");
        Server.AddSnapshot("other-nightly");

        IReadOnlyList<CompletionResult> found = Shell.Complete("Remove-DaytonaSnapshot -Connection $connection -Name night");

        Assert.Equal(["nightly-1", "nightly-2"], found.Select(static it => it.CompletionText));
        Assert.StartsWith("nightly-1: error, created ", found[0].ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_the_shell_would_split_is_quoted()
    {
        Server.AddSnapshot("a@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        Server.AddSnapshot("team/base:v1");

        Assert.Equal("'a@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", Complete("Get-DaytonaSnapshot -Name a@").Single());
        Assert.Equal("team/base:v1", Complete("Get-DaytonaSnapshot -Name tea").Single());
    }

    [Theory]
    [InlineData("-dash")]
    [InlineData("123")]
    [InlineData("1.10")]
    [InlineData("2gb")]
    public void A_name_that_looks_like_a_number_or_parameter_is_quoted(string name)
    {
        Server.AddSnapshot(name);

        Assert.Equal($"'{name}'", Complete($"Get-DaytonaSnapshot -Name '{name[..2]}").Single());
    }

    [Fact]
    public void Names_that_begin_with_the_word_are_found_among_many()
    {
        for (int number = 1; number <= 250; number++) Server.AddSnapshot($"a-web-{number}");
        Server.AddSnapshot("web-1");

        Assert.Equal(["web-1"], Complete("Get-DaytonaSnapshot -Name web"));
    }

    [Fact]
    public void Completing_organizations_keeps_an_API_key_usable()
    {
        Server.AddSnapshot("a");

        Assert.Empty(Complete("Get-DaytonaOrganization -Connection $connection -Name D"));

        Assert.Equal(["/api/api-keys/current"], Requests.Select(static request => request.Path));
        Assert.Equal(["a"], Complete("Get-DaytonaSnapshot -Name a"));
    }

    [Fact]
    public void Names_that_can_be_set_are_completed()
    {
        Server.AddSnapshot("night-1");
        AddGeneral("night-2");

        Assert.Equal(["night-1"], Complete("Set-DaytonaSnapshot -Name night"));
    }

    [Fact]
    public void Regions_are_completed_from_the_service()
    {
        Server.Regions.Add(new LocalRegion("eu", "eu", "shared"));

        Assert.Equal(["eu", "us"], Complete("New-DaytonaSnapshot a alpine:3.20 -Region ").Order());
    }

    [Theory]
    [InlineData("Get-DaytonaSnapshot -State bu", "building build_failed")]
    [InlineData("Wait-DaytonaSnapshot a -State in", "inactive")]
    [InlineData("New-DaytonaSnapshot a alpine:3.20 -SandboxClass ", "container linux-vm android windows")]
    [InlineData("New-DaytonaSnapshot a alpine:3.20 -GpuType H", "H100")]
    public void States_classes_and_types_are_completed_without_a_request(string line, string words)
    {
        Server.ClearRequests();

        Assert.Superset(words.Split(' ').ToHashSet(), Shell.Complete(line).Select(static it => it.CompletionText).ToHashSet());
        Assert.Empty(Requests);
    }

    [Fact]
    public void A_service_that_hangs_does_not_block_completion()
    {
        AccelerateClock();
        Server.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });

        Assert.Empty(Complete("Get-DaytonaSnapshot -Name zz"));
    }

    [Fact]
    public void Completion_with_a_wrong_key_causes_one_failed_login()
    {
        Shell.Set("connection", Connect(Shell, "dtn_wrong"));
        Server.ClearRequests();

        for (int press = 0; press < 5; press++) Assert.Empty(Complete("Get-DaytonaSnapshot -Name zz"));

        Assert.Single(Requests);
    }

    [Theory]
    [InlineData("Get-DaytonaSnapshot", "active built general inactive")]
    [InlineData("Wait-DaytonaSnapshot", "active built general inactive")]
    [InlineData("Remove-DaytonaSnapshot", "active built inactive")]
    [InlineData("rdsnap", "active built inactive")]
    [InlineData("Set-DaytonaSnapshot", "active built inactive")]
    [InlineData("Disable-DaytonaSnapshot", "active built")]
    [InlineData("Enable-DaytonaSnapshot", "inactive")]
    [InlineData("Get-DaytonaSnapshotLog", "built")]
    public void Completion_offers_only_what_a_cmdlet_can_process(string cmdlet, string names)
    {
        Server.AddSnapshot("active");
        AddInactive("inactive");
        AddGeneral("general");
        Server.AddSnapshot("built", change: static it => it.BuildInfo = new LocalBuildInfo("FROM x:1\n", [], it.CreatedAt));

        Assert.Equal(names.Split(' '), Shell.Complete($"{cmdlet} -Connection $connection -Name ").Select(static it => it.CompletionText));
    }

    [Fact]
    public void Images_of_own_snapshots_are_offered_last_used_first()
    {
        Server.AddSnapshot("a", change: static it => (it.ImageName, it.LastUsedAt) = ("python:3.12-slim", it.CreatedAt.AddHours(-2)));
        Server.AddSnapshot("b", change: static it => (it.ImageName, it.LastUsedAt) = ("python:3.13-slim", it.CreatedAt.AddHours(-1)));
        Server.AddSnapshot("c", change: static it => (it.ImageName, it.LastUsedAt) = ("python:3.12-slim", it.CreatedAt.AddHours(-3)));
        Server.AddSnapshot("d", change: static it => (it.ImageName, it.General) = ("python:general", true));

        Assert.Equal(["python:3.13-slim", "python:3.12-slim"], Complete("New-DaytonaSnapshot a -Image py"));
    }

    [Theory]
    [InlineData("New-DaytonaSnapshot a -Dockerfile app/Dockerfile -Target ", "base test")]
    [InlineData("Set-DaytonaSnapshot a -Dockerfile './app/Dockerfile' -Target t", "test")]
    [InlineData("Get-DaytonaBuildContext -Dockerfile app/Dockerfile -Target B", "base")]
    [InlineData("New-DaytonaImage -Dockerfile app/Dockerfile -Target ", "base test")]
    [InlineData("New-DaytonaSnapshot a -Dockerfile app/Dockerfile -BuildArgument ", "@{ PYTHON = '' } @{ PORT = '' }")]
    [InlineData("New-DaytonaSnapshot a -Dockerfile missing -Target ", "")]
    [InlineData("New-DaytonaSnapshot a -Target ", "")]
    public void Stages_and_arguments_of_a_Dockerfile_are_completed(string line, string words)
    {
        string folder = Directory.CreateTempSubdirectory("daytona-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "app"));
        File.WriteAllText(Path.Combine(folder, "app", "Dockerfile"), "ARG PYTHON=3.13\nFROM python:$PYTHON AS base\nARG PYTHON PORT\nFROM base AS test\nFROM base\n");
        Shell.Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{folder}')").AssertSucceeded();
        Server.ClearRequests();

        Assert.Equal(words, string.Join(' ', Shell.Complete(line).Select(static it => it.CompletionText)));
        Assert.Empty(Requests);
    }

    [Fact]
    public void Versions_of_Python_are_completed() =>
        Assert.Equal(["3.13", "3.12", "3.11", "3.10"], Shell.Complete("New-DaytonaImage -PythonVersion 3.1").Select(static it => it.CompletionText));

    [Fact]
    public void A_time_in_a_tool_tip_is_the_same_in_every_culture()
    {
        Server.AddSnapshot("a", change: static it => it.CreatedAt = new DateTimeOffset(2026, 5, 2, 12, 0, 0, TimeSpan.Zero));

        Assert.Matches(@"^a: active, created 2026-05-0\d \d\d:\d\d$", Shell.Complete("Get-DaytonaSnapshot -Connection $connection -Name a").Single().ToolTip);
    }

    private List<string> Complete(string line) =>
        [.. Shell.Complete(line.Replace("Snapshot ", "Snapshot -Connection $connection ", StringComparison.Ordinal)).Select(static it => it.CompletionText)];
}
