namespace Daytona.Snapshots.Tests;

/// <summary>An update leaves nothing behind against any fault at any step, and loses nothing.</summary>
public sealed class UpdateDaytonaSnapshotFaultTests
{
    [Theory]
    [MemberData(nameof(BuildSteps.OfAnUpdate), MemberType = typeof(BuildSteps))]
    public Task An_update_with_a_single_fault_leaves_one_snapshot(string method, string path) =>
        BuildSteps.ForEachFaultAsync(method, path, count: 1, static attempt =>
        {
            Guid old = attempt.Server.AddSnapshot("kept").Id;
            Outcome outcome = attempt.Run($"Update-DaytonaSnapshot kept -Dockerfile '{attempt.WriteDockerfile("RUN true\n")}'");

            Assert.Equal(["kept"], attempt.Left.Keys);
            Assert.Equal(outcome.Output.Count == 1, attempt.Left["kept"].Id != old);
            Assert.Equal(1, outcome.Output.Count + outcome.Errors.Count);
        });

    [Theory]
    [MemberData(nameof(BuildSteps.OfAnUpdate), MemberType = typeof(BuildSteps))]
    public Task An_update_with_a_permanent_fault_keeps_a_usable_build(string method, string path) =>
        BuildSteps.ForEachFaultAsync(method, path, count: null, static attempt =>
        {
            Guid old = attempt.Server.AddSnapshot("kept").Id;
            Outcome outcome = attempt.Run($"Update-DaytonaSnapshot kept -Dockerfile '{attempt.WriteDockerfile("RUN true\n")}' -Timeout 20");

            Assert.Equal(1, outcome.Output.Count + outcome.Errors.Count);
            if (outcome.Output.Count == 1) Assert.NotEqual(old, attempt.Left["kept"].Id);
            else if (!attempt.Left.ContainsKey("kept")) Assert.Contains(attempt.Left.Keys.Single(), outcome.Error.ToString(), StringComparison.Ordinal);
        });
}
