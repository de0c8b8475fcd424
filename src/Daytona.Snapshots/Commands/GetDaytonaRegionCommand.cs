using System.Management.Automation;

namespace Daytona.Snapshots.Commands;

/// <summary>Gets the regions in which snapshots can be created.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaRegion", HelpUri = HelpFolder + "Get-DaytonaRegion.md")]
[OutputType(typeof(Region))]
public sealed class GetDaytonaRegionCommand : ListingCmdlet<Region>
{
    private protected override Task<IReadOnlyList<Region>> ListAsync(CancellationToken cancellationToken) =>
        Client.Regions.ListAsync(cancellationToken);

    private protected override IEnumerable<string> NamesOf(Region item) => [item.Id, item.Name];

    private protected override ErrorRow NotFound => ErrorTable.RegionNotFound;
}
