namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>09-rate-limits</c>.</summary>
internal sealed class RateLimitsScenario : Scenario
{
    public override LocalServerOptions Options()
    {
        LocalServerOptions options = base.Options();
        options.RateLimit = 5;
        options.FailedLoginLimit = 4;
        return options;
    }
}
