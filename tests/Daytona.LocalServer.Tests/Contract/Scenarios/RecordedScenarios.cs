namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of each recorded file.</summary>
internal static class RecordedScenarios
{
    public static Scenario For(string file) => file switch
    {
        "01-list" => new ListingScenario(),
        "02-create" => new CreationScenario(),
        "02-create-invalid" => new InvalidCreationScenario(),
        "02-create-more" => new MoreCreationScenario(),
        "02-create-quota" => new QuotaScenario(),
        "02-create-gpu-quota-region" => new GpuScenario(),
        "03-get" => new GettingScenario(),
        "04-delete" => new DeletionScenario(),
        "05-activate-deactivate" => new ActivationScenario(),
        "05-logs" => new LogsScenario(),
        "06-states" => new StatesScenario(),
        "07-push-access" => new PushAccessScenario(),
        "08-auth" => new AuthenticationScenario(),
        "08-auth-permissions" => new KeyPermissionsScenario(),
        "09-rate-limits" => new RateLimitsScenario(),
        "10-maintenance" => new MaintenanceScenario(),
        "11-events" => new EventsScenario(),
        "12-registries" => new RegistriesScenario(),
        "13-sandboxes" => new SandboxesScenario(),
        _ => throw new ArgumentException($"There is no scenario for {file}.", nameof(file)),
    };
}
