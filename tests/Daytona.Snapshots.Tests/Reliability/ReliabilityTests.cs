namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>Every command ends against every fault: by itself, with an error of this module's own, and truthfully.</summary>
public sealed class ReliabilityTests(ReliabilityRun run) : IClassFixture<ReliabilityRun>
{
    [Fact]
    public void Every_combination_has_a_result() =>
        Assert.Equal(ReliabilityRun.Combinations.Select(static it => it.ToString()).Order(), run.Results.Select(static it => it.Combination.ToString()).Order());

    [Fact]
    public void Every_form_and_every_fault_is_chosen()
    {
        Assert.Equal(CmdletForms.All, Combinations.Chosen.Select(static it => it.Form).Distinct().OrderBy(static form => CmdletForms.All.Index().First(it => it.Item == form).Index));
        Assert.Equal(Combinations.All.Select(static it => it.Fault).Distinct().Order(), Combinations.Chosen.Select(static it => it.Fault).Distinct().Order());
    }

    [Fact]
    public void Only_exceptions_of_the_module_reach_the_user() => AssertNone(static it => it.RawException is not null);

    [Fact]
    public void Every_command_ends_by_itself() => AssertNone(static it => it.IsStopped);

    [Fact]
    public void Every_outcome_is_true() => AssertNone(static it => it.FalseWord is not null);

    [Fact]
    public void Every_error_is_that_of_the_fault() => AssertNone(static it => it.Ids.Count > 1 || it.Ids.Except(ExpectedErrors.For(it.Combination)).Any());

    [Fact]
    // On a busy machine, the short time limit against a slow fault can be over before it.
    public void Without_its_fault_a_command_succeeds() => AssertNone(static it => it.Faults == 0 && it.Ids.Count > 0 && !Cell.IsSlow(it.Combination.Fault));

    private void AssertNone(Func<Result, bool> isWrong)
    {
        Result[] wrong = [.. run.Results.Where(isWrong)];
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {run.Results.Count}:\n{string.Join('\n', wrong.AsEnumerable())}");
    }
}
