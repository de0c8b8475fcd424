namespace Daytona.Local.Tests.Contract.Scenes;

/// <summary>The scene of each recorded file.</summary>
internal static class RecordedScenes
{
    public static Scene For(string file) => file switch
    {
        "01-list" => new ListingScene(),
        "02-create" => new CreationScene(),
        "02-create-invalid" => new InvalidCreationScene(),
        "02-create-more" => new MoreCreationScene(),
        "02-create-quota" => new QuotaScene(),
        "02-create-gpu-quota-region" => new GpuScene(),
        "03-get" => new GettingScene(),
        "04-delete" => new DeletionScene(),
        "05-activate-deactivate" => new ActivationScene(),
        "05-logs" => new LogsScene(),
        "06-states" => new StatesScene(),
        "07-push-access" => new PushAccessScene(),
        "08-auth" => new AuthenticationScene(),
        "08-auth-permissions" => new KeyPermissionsScene(),
        "09-rate-limits" => new RateLimitsScene(),
        "10-maintenance" => new MaintenanceScene(),
        "11-events" => new EventsScene(),
        "12-registries" => new RegistriesScene(),
        "13-sandboxes" => new SandboxesScene(),
        _ => throw new ArgumentException($"There is no scene for {file}.", nameof(file)),
    };
}
