namespace Daytona.Snapshots.Tests;

/// <summary>A creation ends against every fault at every step: with the snapshot, or with an error.</summary>
public sealed class NewDaytonaSnapshotFaultTests
{
    [Theory]
    [MemberData(nameof(BuildSteps.OfACreation), MemberType = typeof(BuildSteps))]
    public Task A_fault_that_stays_ends_in_the_snapshot_that_was_made_or_in_an_error(string method, string path) =>
        BuildSteps.ForEachFaultAsync(method, path, count: null, static attempt =>
        {
            Outcome outcome = attempt.Run($"New-DaytonaSnapshot new -Dockerfile '{attempt.WriteDockerfile("RUN true\n")}' -Timeout 5");

            // Where the service can't be read from at all, nobody can tell what became of it.
            bool made = attempt.Left.TryGetValue("new", out LocalSnapshot? snapshot) && snapshot.State == "active";
            bool late = outcome.Errors is [var error] && error.FullyQualifiedErrorId.StartsWith("SnapshotTimeout", StringComparison.Ordinal);
            Assert.Equal(made && !late ? (1, 0) : (0, 1), (outcome.Output.Count, outcome.Errors.Count));
        });

    [Theory]
    [MemberData(nameof(BuildSteps.OfACreation), MemberType = typeof(BuildSteps))]
    public Task A_fault_that_passes_is_survived(string method, string path) =>
        BuildSteps.ForEachFaultAsync(method, path, count: 1, static attempt =>
        {
            Outcome outcome = attempt.Run($"New-DaytonaSnapshot new -Dockerfile '{attempt.WriteDockerfile("RUN true\n")}'");

            Assert.Equal("active", Assert.Single(outcome.AssertSucceeded().Output).Properties["State"].Value);
        });

    [Theory]
    [MemberData(nameof(BuildSteps.OfACreation), MemberType = typeof(BuildSteps))]
    public Task A_failed_build_is_reported_as_that(string method, string path) =>
        BuildSteps.ForEachFaultAsync(method, path, count: 1, static attempt =>
        {
            Outcome outcome = attempt.Run($"New-DaytonaSnapshot new -Dockerfile '{attempt.WriteDockerfile("RUN exit 7\n")}'");

            Assert.Contains("exit code 7", outcome.Error.ToString(), StringComparison.Ordinal);
            Assert.Equal("error", attempt.Left["new"].State);
        });
}
