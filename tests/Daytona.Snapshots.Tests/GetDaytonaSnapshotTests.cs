using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class GetDaytonaSnapshotTests : ShellTest
{
    [Fact]
    public void All_snapshots_are_sorted_newest_first_and_general_ones_last()
    {
        AddGeneral("ubuntu:22.04");
        Server.AddSnapshot("old", change: static it => it.CreatedAt = it.CreatedAt.AddDays(-1));
        Server.AddSnapshot("new");

        Outcome outcome = Run("Get-DaytonaSnapshot").AssertSucceeded();

        Assert.Equal(["new", "old", "ubuntu:22.04"], outcome.Names);
        Assert.Single(Requests);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("team/base:v1")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("11111111-2222-4333-8444-555555555555")]
    public void A_name_gets_its_snapshot(string name)
    {
        Server.AddSnapshot("x" + name);
        LocalSnapshot there = Server.AddSnapshot(name);

        Outcome outcome = Run($"Get-DaytonaSnapshot '{name}'").AssertSucceeded();

        Assert.Equal(there.Id.ToString(), outcome.Single.Properties["Id"].Value);
        Assert.Single(Requests);
    }

    [Fact]
    public void An_id_gets_its_snapshot_with_one_request()
    {
        LocalSnapshot there = Server.AddSnapshot("it");

        Assert.Equal(["it"], Run($"Get-DaytonaSnapshot {there.Id}").AssertSucceeded().Names);
        Assert.Equal(["it"], Run($"Get-DaytonaSnapshot -Id {there.Id}").AssertSucceeded().Names);
        Assert.Single(Requests);
    }

    [Fact]
    public void An_ID_that_is_the_name_of_a_snapshot_is_not_found_by_Id()
    {
        const string id = "11111111-2222-4333-8444-555555555555";
        Server.AddSnapshot(id);

        ErrorRecord error = Run($"Get-DaytonaSnapshot -Id {id}").AssertFailed("SnapshotNotFound", ErrorCategory.ObjectNotFound);

        Assert.Equal(id, error.TargetObject);
    }

    [Fact]
    public void A_name_without_a_match_does_not_stop_the_others()
    {
        Server.AddSnapshot("a");
        Server.AddSnapshot("b");

        Outcome outcome = Run("Get-DaytonaSnapshot a, nosuch, b");

        Assert.Equal(["a", "b"], outcome.Names);
        ErrorRecord error = outcome.AssertFailed("SnapshotNotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal("nosuch", error.TargetObject);
        Assert.Equal(
            "No snapshot is named 'nosuch'. Names are case-sensitive. To find it, run Get-DaytonaSnapshot '*nosuch*'.", error.ToString());
    }

    [Fact]
    public void A_wildcard_without_a_match_is_nothing()
    {
        Assert.Empty(Run("Get-DaytonaSnapshot nosuch*").AssertSucceeded().Output);
    }

    [Theory]
    [InlineData("Nightly-*", "nightly-1 nightly-2")]
    [InlineData("*-[12]", "nightly-1 nightly-2")]
    [InlineData("team/?ase:*", "team/base:v1")]
    [InlineData("a_b*", "a_b1")]
    [InlineData("*", "a_b1 axb2 nightly-1 nightly-2 team/base:v1")]
    public void Wildcards_work_as_everywhere_in_PowerShell(string wildcard, string names)
    {
        foreach (string name in new[] { "nightly-1", "nightly-2", "team/base:v1", "a_b1", "axb2" }) Server.AddSnapshot(name);

        Outcome outcome = Run($"Get-DaytonaSnapshot '{wildcard}'").AssertSucceeded();

        Assert.Equal(names.Split(' '), outcome.Names.Order());
        Assert.Single(Requests);
    }

    [Theory]
    [InlineData("error", "bad")]
    [InlineData("ERROR, build_failed", "bad worse")]
    [InlineData("hibernating", "asleep")]
    public void State_filters_and_accepts_unknown_states(string states, string names)
    {
        Server.AddSnapshot("good");
        Server.AddSnapshot("bad", "error");
        Server.AddSnapshot("worse", "build_failed");
        Server.AddSnapshot("asleep", "hibernating");

        Assert.Equal(names.Split(' '), Run($"Get-DaytonaSnapshot -State {states}").AssertSucceeded().Names.Order());
        Assert.Equal(["bad"], Run("Get-DaytonaSnapshot bad, good -State error").AssertSucceeded().Names);
    }

    [Fact]
    public void First_3_returns_the_three_newest_by_one_request()
    {
        DateTimeOffset start = DateTimeOffset.UtcNow.AddDays(-1);
        for (int number = 1; number <= 5; number++)
        {
            DateTimeOffset at = start.AddMinutes(number);
            Server.AddSnapshot($"s{number}", change: it => it.CreatedAt = at);
        }

        Assert.Equal(["s5", "s4", "s3"], Run("Get-DaytonaSnapshot -First 3").AssertSucceeded().Names);
        Assert.Equal("/api/snapshots?page=1&limit=3&sort=createdAt&order=desc", Assert.Single(Requests).Target);
        Assert.Equal(["s2"], Run("'s2', 's1' | Get-DaytonaSnapshot -First 1").AssertSucceeded().Names);
    }

    [Fact]
    public void Filtering_by_sandbox_on_an_older_server_is_an_error()
    {
        Server.AddSnapshot("a");

        Outcome outcome = Run("Get-DaytonaSnapshot -SourceSandboxId 1234");

        Assert.Empty(outcome.Output);
        Assert.Equal("SourceSandboxId", outcome.AssertFailed("FilterNotSupported", ErrorCategory.NotImplemented).TargetObject);
    }

    [Fact]
    public void Filtering_by_sandbox_works_on_a_newer_server()
    {
        Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Answer,
            Status = 200,
            Body = """{"items":[{"id":"1","name":"captured","state":"active","sourceSandboxId":"1234"}],"total":1,"page":1,"totalPages":1}""",
        });

        Assert.Equal(["captured"], Run("Get-DaytonaSnapshot -SourceSandboxId 1234").AssertSucceeded().Names);
    }

    [Fact]
    public void A_piped_snapshot_is_read_again_by_its_ID()
    {
        LocalSnapshot there = Server.AddSnapshot("it", "pulling");
        Shell.Run("$it = Get-DaytonaSnapshot it").AssertSucceeded();
        Server.Change(there, static it => it.State = "active");

        PSObject again = Run("$it | Get-DaytonaSnapshot").AssertSucceeded().Single;

        Assert.Equal("active", again.Properties["State"].Value);
        Assert.Equal($"/api/snapshots/{there.Id}", Assert.Single(Requests).Target);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("$null")]
    [InlineData("@{ Id = 'a' }")]
    [InlineData("''")]
    public void Piping_something_else_is_an_error_and_lists_nothing(string value)
    {
        Server.AddSnapshot("a");

        Outcome piped = Run($"{value} | Get-DaytonaSnapshot");
        Outcome given = Run($"Get-DaytonaSnapshot {(value.StartsWith('@') ? $"({value})" : value)}");

        Assert.Empty(piped.Output);
        Assert.Empty(given.Output);
        piped.AssertFailed("NotASnapshot", ErrorCategory.InvalidArgument);
        given.AssertFailed("NotASnapshot", ErrorCategory.InvalidArgument);
        Assert.Empty(Requests);
    }

    [Fact]
    public void Every_field_of_a_snapshot_has_a_PowerShell_name()
    {
        Server.AddSnapshot("it");

        PSObject snapshot = Run("Get-DaytonaSnapshot it").AssertSucceeded().Single;

        Assert.Equal(
            [
                "Age", "BuildInfo", "Cpu", "CreatedAt", "Disk", "Enabled", "Entrypoint", "ErrorReason", "General", "Gpu", "GpuType", "Id",
                "ImageName", "InitialRunnerId", "InvalidFields", "LastUsedAt", "Mem", "Memory", "Name", "OrganizationId", "Ref", "RegionIds",
                "SandboxClass", "Size", "SourceSandboxId", "State", "UpdatedAt",
            ],
            snapshot.Properties.Select(static property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal("it", snapshot.ToString());
        Assert.Equal(DateTimeKind.Local, ((DateTime)snapshot.Properties["CreatedAt"].Value).Kind);
        Assert.Equal(snapshot.Properties["Memory"].Value, snapshot.Properties["Mem"].Value);
    }

    [Fact]
    public void Debug_shows_each_request_and_never_the_key()
    {
        Outcome outcome = Run("Get-DaytonaSnapshot -Debug");

        string line = Assert.Single(outcome.Debug);
        Assert.StartsWith($"GET {Server.ApiUrl}/snapshots?page=1", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Server.ApiKey, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("web[a-")]
    public void An_invalid_wildcard_does_not_stop_the_others(string wildcard)
    {
        Server.AddSnapshot("it");

        Outcome outcome = Run($"'{wildcard}', [pscustomobject]@{{ Name = '{wildcard}' }}, 'it' | Get-DaytonaSnapshot");

        Assert.Equal(["it"], outcome.Names);
        Assert.Equal(2, outcome.Errors.Count);
        Assert.All(outcome.Errors, static error => Outcome.AssertIs(error, "NotASnapshot", ErrorCategory.InvalidArgument));
        Assert.Single(Requests);
    }

    [Fact]
    public void The_error_about_a_missing_numeric_name_suggests_quotes()
    {
        Server.AddSnapshot("123");

        ErrorRecord error = Run("Get-DaytonaSnapshot 123").AssertFailed("NotASnapshot", ErrorCategory.InvalidArgument);

        Assert.EndsWith("in quotes, such as '123'.", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["123"], Run("Get-DaytonaSnapshot '123'").AssertSucceeded().Names);
    }

    [Theory]
    [InlineData("it's", "Get-DaytonaSnapshot '*it''s*'.")]
    [InlineData("a`[b", "Get-DaytonaSnapshot '*a`[b*'.")]
    public void The_command_in_an_error_message_can_be_run(string name, string command)
    {
        Shell.Set("name", name);

        ErrorRecord error = Run("Get-DaytonaSnapshot $name").AssertFailed("SnapshotNotFound", ErrorCategory.ObjectNotFound);

        Assert.EndsWith(command, error.ToString(), StringComparison.Ordinal);
        Run(command.TrimEnd('.')).AssertSucceeded();
    }
    [Fact]
    public void A_broken_connection_is_an_error_of_whole_sentences()
    {
        AccelerateClock();
        Server.Faults.Add(new Fault { Kind = FaultKind.CloseBefore });

        ErrorRecord error = Run("Get-DaytonaSnapshot it").AssertFailed("ConnectionBroken", ErrorCategory.ConnectionError);

        Assert.Contains(". Try again;", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_during_maintenance_says_once_to_try_again()
    {
        AccelerateClock();
        Server.Options.Maintenance = true;

        ErrorRecord error = Run("Get-DaytonaSnapshot it").AssertFailed("ServiceUnavailable", ErrorCategory.ResourceUnavailable);

        Assert.Single(System.Text.RegularExpressions.Regex.Matches(error.ToString(), "try again", System.Text.RegularExpressions.RegexOptions.IgnoreCase));
    }
}
