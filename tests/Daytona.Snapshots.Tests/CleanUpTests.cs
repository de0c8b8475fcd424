using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class CleanUpTests : ShellTest
{
    [Theory]
    [InlineData("-OlderThan 14d", "b c")]
    [InlineData("-OlderThan 2w", "b c")]
    [InlineData("-OlderThan 336h", "b c")]
    [InlineData("-OlderThan '14.00:00:00'", "b c")]
    [InlineData("-OlderThan ([TimeSpan]::FromDays(14))", "b c")]
    [InlineData("-OlderThan ([DateTime]::Now.AddDays(-14))", "b c")]
    [InlineData("-OlderThan ([DateTimeOffset]::Now.AddDays(-14))", "b c")]
    [InlineData("-OlderThan ([DateTime]::Now.AddDays(-14).ToString('yyyy-MM-dd'))", "b c")]
    [InlineData("-OlderThan 2001-01-01", "")]
    [InlineData("-UnusedFor 20d", "c")]
    [InlineData("-OlderThan 14d -UnusedFor 5d", "b c")]
    [InlineData("-OlderThan 1d -SkipNewest 1", "b c")]
    [InlineData("-SkipNewest 2", "c")]
    [InlineData("-SkipNewest 3", "")]
    [InlineData("-OlderThan 999999w", "")]
    [InlineData("-UnusedFor ([TimeSpan]::MaxValue)", "")]
    [InlineData("-OlderThan 14d -First 1", "b")]
    [InlineData("-State active -OlderThan 14d", "b c")]
    public void Old_and_unused_snapshots_are_found(string filter, string names)
    {
        AddAged("a", created: 5, used: 4);
        AddAged("b", created: 15, used: 10);
        AddAged("c", created: 40, used: null);
        AddGeneral("g");

        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), Run($"Get-DaytonaSnapshot {filter}").AssertSucceeded().Names);
    }

    [Theory]
    [InlineData("createdAt", "-OlderThan 1d")]
    [InlineData("createdAt", "-SkipNewest 1")]
    [InlineData("lastUsedAt", "-UnusedFor 1d")]
    public void A_snapshot_of_unknown_age_is_left_out(string field, string filter)
    {
        AddAged("a", created: 40, used: 5);
        AddAged("b", created: 50, used: 5);
        Server.Faults.Add(new Fault { Path = "/api/snapshots*", Kind = FaultKind.ChangeField, Field = "items[1]." + field, Value = "\"yesterday\"" });

        Outcome outcome = Run($"Get-DaytonaSnapshot {filter}");

        Assert.DoesNotContain("b", outcome.Names);
        Assert.Contains(outcome.Warnings, static warning => warning.StartsWith("'b' is left out", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Age -ge '2w'", "b c")]
    [InlineData("Age -lt ([TimeSpan]::FromDays(14))", "a")]
    [InlineData("{ $_.Age -gt '15.00:00:00' -and $_.Age -lt '6w' }", "b c")]
    [InlineData("{ $_.Age.TotalDays -gt 30 }", "c")]
    public void Ages_compare_with_durations(string condition, string names)
    {
        AddAged("a", created: 5, used: 4);
        AddAged("b", created: 15, used: 10);
        AddAged("c", created: 40, used: null);

        Assert.Equal(names.Split(' '), Run($"Get-DaytonaSnapshot | Where-Object {condition}").AssertSucceeded().Names);
    }

    [Theory]
    [InlineData("Age -gt 30")]
    [InlineData("Age -gt 30d")]
    [InlineData("{ $_.Age -gt 30 }")]
    [InlineData("{ $_.Age -gt 30d }")]
    [InlineData("Age -gt '30'")]
    [InlineData("Age -gt 1M")]
    public void An_age_does_not_compare_with_a_number(string condition)
    {
        AddAged("c", created: 40, used: null);

        Outcome outcome = Run($"Get-DaytonaSnapshot | Where-Object {condition} | Remove-DaytonaSnapshot");

        Assert.Contains("has no unit. Specify a text such as '30d', '12h' or '2w', or a TimeSpan.", outcome.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Changes);
    }

    [Fact]
    public void An_age_prints_in_its_largest_unit()
    {
        AddAged("a", created: 40, used: null);

        Assert.Equal(["40d"], Run("(Get-DaytonaSnapshot a).Age.ToString()").AssertSucceeded().Names);
    }

    [Fact]
    public void Skip_keeps_the_newest_snapshots_that_match()
    {
        AddAged("other", created: 1, used: 1);
        AddAged("a/1", created: 40, used: 40);
        AddAged("a/2", created: 30, used: 30);
        AddAged("a/3", created: 20, used: 20);
        LocalSnapshot failed = AddAged("a/4", created: 10, used: null);
        Server.Change(failed, static it => it.State = "error");

        Outcome outcome = Run("Get-DaytonaSnapshot a/*, a/1 -State active -OlderThan 25d -SkipNewest 2").AssertSucceeded();

        Assert.Equal(["a/1"], outcome.Names);
    }

    [Theory]
    [InlineData("14")]
    [InlineData("'14'")]
    [InlineData("14.5")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("x")]
    [InlineData("1M")]
    [InlineData("'1 M'")]
    [InlineData("([DateTime]::Now.AddDays(1))")]
    [InlineData("'31.01.2026'")]
    public void An_age_without_a_unit_is_refused(string age)
    {
        ErrorRecord error = Run($"Get-DaytonaSnapshot -OlderThan {age}").Error;

        Assert.StartsWith("ParameterArgumentTransformationError", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("specify a number with a unit, such as 14d, 12h or 2w", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
    }

    [Theory]
    [InlineData("Remove", "*")]
    [InlineData("Remove", "*?")]
    [InlineData("Remove", "[a-z]*")]
    [InlineData("Remove", "*-*")]
    [InlineData("Disable", "*")]
    [InlineData("Disable", "* -Force")]
    public void A_wildcard_without_text_asks_for_confirmation(string verb, string pattern)
    {
        AddGeneral("g-g");
        Server.AddSnapshot("a-a");
        Server.AddSnapshot("b-b");

        Run($"{verb}-DaytonaSnapshot {pattern}").AssertSucceeded();

        Assert.StartsWith($"{verb} all 2 snapshots that match ", Assert.Single(Shell.Host.Questions), StringComparison.Ordinal);
        Assert.Empty(Changes);
    }

    [Theory]
    [InlineData("Remove-DaytonaSnapshot * -Force", 2)]
    [InlineData("Remove-DaytonaSnapshot * -Confirm:$false", 2)]
    [InlineData("Disable-DaytonaSnapshot * -Confirm:$false", 2)]
    [InlineData("Enable-DaytonaSnapshot *", 0)]
    [InlineData("Remove-DaytonaSnapshot *a", 1)]
    [InlineData("Remove-DaytonaSnapshot [a]", 1)]
    [InlineData("Get-DaytonaSnapshot * | Remove-DaytonaSnapshot", 2)]
    [InlineData("Remove-DaytonaSnapshot * -WhatIf", 0)]
    public void Other_wildcards_do_not_ask_for_confirmation(string command, int changes)
    {
        Server.AddSnapshot("a");
        Server.AddSnapshot("b");

        Run(command);

        Assert.Empty(Shell.Host.Questions);
        Assert.Equal(changes, Changes.Count);
    }

    [Fact]
    public void Confirming_removes_the_snapshots()
    {
        Server.AddSnapshot("a");
        Server.AddSnapshot("b");
        Shell.Host.Answers.Enqueue("Y");

        Run("Remove-DaytonaSnapshot *").AssertSucceeded();

        Assert.Equal(2, Changes.Count);
    }

    [Theory]
    [InlineData("Get-DaytonaSnapshot -State activ", "'activ' is not a known state of snapshots. Did you mean active?")]
    [InlineData("Get-DaytonaSnapshot -State build-failed", "'build-failed' is not a known state of snapshots. Did you mean build_failed?")]
    [InlineData("Wait-DaytonaSnapshot a -State Actve, active", "'Actve' is not a known state of snapshots. Did you mean active?")]
    [InlineData("Get-DaytonaSnapshot -State gone-for-good", "'gone-for-good' is not a known state of snapshots. The states are pending,")]
    public void A_misspelled_state_is_a_warning(string command, string warning)
    {
        Server.AddSnapshot("a");

        Assert.StartsWith(warning, Assert.Single(Run(command).AssertSucceeded().Warnings), StringComparison.Ordinal);
    }

    private LocalSnapshot AddAged(string name, int created, int? used) => Server.AddSnapshot(name, change: it =>
    {
        it.CreatedAt = it.CreatedAt.AddDays(-created);
        it.LastUsedAt = used is { } days ? DateTimeOffset.UtcNow.AddDays(-days) : null;
    });
}
