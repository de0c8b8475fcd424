namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Errors of credentials, organizations, regions and container registries.</summary>
internal static class ErrorSituationsOfAccounts
{
    private const string AddRegistry = "New-DaytonaRegistry team https://registry.example.com $credential";

    public static IReadOnlyList<ErrorSituation> All { get; } =
    [
        new("NoCredentials", "There is no credential", "$PSDefaultParameterValues.Clear(); Disconnect-Daytona; Get-DaytonaSnapshot app")
        {
            Environment = new Dictionary<string, string> { ["DAYTONA_API_KEY"] = "", ["DAYTONA_JWT_TOKEN"] = "", ["DAYTONA_CONFIG_DIR"] = "{folder}" },
        },
        new("AccessTokenRequired", "An API key can't list organizations", "Get-DaytonaOrganization"),
        new("OrganizationNotFound", "You belong to no such organization", "Get-DaytonaOrganization nosuch -Connection $user"),
        new("RegionNotFound", "No region has this name or ID", "Get-DaytonaRegion nowhere"),
        new("RegistryNotFound", "No container registry has this name or ID", "Remove-DaytonaRegistry nosuch"),
        new("RegistryAmbiguous", "Several container registries have this name", $"$null = 1..2 | ForEach-Object {{ {AddRegistry} }}; Remove-DaytonaRegistry team"),
        new("NotARegistry", "The input is neither a name nor a container registry", "42 | Remove-DaytonaRegistry"),
        new("InvalidRegistryCredential", "The credential of a container registry has no password", AddRegistry.Replace("$credential", "$empty", StringComparison.Ordinal)),
        new("NotDaytona", "A removal of a container registry is reported as successful and has no effect", $"$null = {AddRegistry}; Remove-DaytonaRegistry team", static server =>
            server.Faults.Add(FaultCatalog.Create("nothing-done-200") with { Method = "DELETE" })),
    ];
}
