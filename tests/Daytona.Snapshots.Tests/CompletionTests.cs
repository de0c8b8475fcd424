using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class CompletionTests : ShellTest
{
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

    private List<string> Complete(string line) =>
        [.. Shell.Complete(line.Replace("Snapshot ", "Snapshot -Connection $connection ", StringComparison.Ordinal)).Select(static it => it.CompletionText)];
}
