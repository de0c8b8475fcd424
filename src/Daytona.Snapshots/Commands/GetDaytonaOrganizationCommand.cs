namespace Daytona.Snapshots.Commands;

/// <summary>Gets the organizations of the credential's user, with their limits and, on request, what they use of their quotas.</summary>
[Cmdlet(VerbsCommon.Get, "DaytonaOrganization", HelpUri = HelpFolder + "Get-DaytonaOrganization.md")]
[OutputType(typeof(Organization))]
public sealed class GetDaytonaOrganizationCommand() : ListingCmdlet<Organization>(static client => client.Account.ListOrganizationsAsync, static it => [it.Id, it.Name])
{
    /// <summary>Also gets what each organization uses of its quotas, in the property Usage.</summary>
    [Parameter]
    public SwitchParameter Usage { get; set; }

    private protected override ErrorRow NotFound => ErrorTable.OrganizationNotFound;

    private protected override void Write(Organization item)
    {
        try
        {
            WriteObject(Usage ? item with { Usage = Await(stopping => Client.Account.GetUsageAsync(item.Id, stopping)) } : item);
        }
        catch (DaytonaException exception)
        {
            Report(ErrorFor(exception, item.Name));
        }
    }
}
