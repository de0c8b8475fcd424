namespace Daytona.Snapshots.Commands;

/// <summary>Gets the regions in which snapshots can be created.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaRegion", HelpUri = HelpFolder + "Get-DaytonaRegion.md")]
[OutputType(typeof(Region))]
public sealed class GetDaytonaRegionCommand() : ListingCmdlet<Region>(static client => client.Regions.ListAsync, static it => [it.Id, it.Name])
{
    private protected override ErrorRow NotFound => ErrorTable.RegionNotFound;
}
