namespace Daytona.Snapshots.Commands;

/// <summary>The pages that <c>Get-Help -Online</c> opens.</summary>
internal static class HelpPages
{
    /// <summary>The folder of the pages, one for each cmdlet.</summary>
    public const string Folder = "https://github.com/your-organization/daytona-snapshots/blob/main/docs/en-US/";
}
