namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>02-create-invalid</c>.</summary>
internal sealed class InvalidCreationScenario : Scenario
{
    protected override Task ArrangeAsync()
    {
        Add("bd12c64d-f5bf-4e83-b86e-c7f09c5ce1fd"); // s-pull-min
        Add("84e94e60-edae-4b35-b5a0-f9a860bf7add"); // the general ubuntu:22.04
        return Task.CompletedTask;
    }
}
