namespace Daytona.Snapshots.Commands;

/// <summary>Gets the container registries of the organization.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaRegistry", HelpUri = HelpFolder + "Get-DaytonaRegistry.md")]
[OutputType(typeof(ContainerRegistry))]
public sealed class GetDaytonaRegistryCommand() : ListingCmdlet<ContainerRegistry>(static client => client.Registries.ListAsync, static it => [it.Id, it.Name])
{
    private protected override ErrorRow NotFound => ErrorTable.RegistryNotFound;
}
