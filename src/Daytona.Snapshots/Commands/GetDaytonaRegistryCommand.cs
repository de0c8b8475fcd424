using System.Management.Automation;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets the container registries of the organization.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaRegistry", HelpUri = HelpFolder + "Get-DaytonaRegistry.md")]
[OutputType(typeof(ContainerRegistry))]
public sealed class GetDaytonaRegistryCommand : ListingCmdlet<ContainerRegistry>
{
    private protected override Task<IReadOnlyList<ContainerRegistry>> ListAsync(CancellationToken cancellationToken) =>
        Client.Registries.ListAsync(cancellationToken);

    private protected override IEnumerable<string> NamesOf(ContainerRegistry item) => [item.Id, item.Name];

    private protected override ErrorRow NotFound => ErrorTable.RegistryNotFound;
}
