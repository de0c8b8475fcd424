using System.Management.Automation;
using Daytona.Snapshots.Completion;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets the container registries of the organization.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaRegistry", HelpUri = HelpFolder + "Get-DaytonaRegistry.md")]
[OutputType(typeof(ContainerRegistry))]
public sealed class GetDaytonaRegistryCommand : ListingCmdlet<ContainerRegistry>
{
    /// <summary>Names, IDs or wildcards. By default, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override string[]? Wanted => Name;

    private protected override Task<IReadOnlyList<ContainerRegistry>> ListAsync(CancellationToken cancellationToken) =>
        Client.Registries.ListAsync(cancellationToken);

    private protected override IEnumerable<string> NamesOf(ContainerRegistry item) => [item.Id, item.Name];

    private protected override ErrorRow NotFound => ErrorTable.RegistryNotFound;
}
