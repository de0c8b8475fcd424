using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Adds a container registry to the organization, so that snapshots can be created from its private images.</summary>
[Cmdlet(VerbsCommon.New, "DaytonaRegistry", SupportsShouldProcess = true, HelpUri = HelpFolder + "New-DaytonaRegistry.md")]
[OutputType(typeof(ContainerRegistry))]
public sealed class NewDaytonaRegistryCommand : DaytonaCmdlet
{
    /// <summary>The name. Names need not be unique.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "A name for the registry.")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The URL, such as <c>https://registry.example.com</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = "The URL of the registry, such as https://registry.example.com.")]
    [ValidateNotNullOrEmpty]
    public string Url { get; set; } = "";

    /// <summary>The user name, and the password or token.</summary>
    [Parameter(Mandatory = true, Position = 2, HelpMessage = "The user name, and the password or token, of the registry.")]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>The project in the registry. By default, none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalTextTransformation]
    public string? Project { get; set; }

    private protected override void Process()
    {
        if (RegistryCmdlet.FindProblem(Credential, Url, Name) is { } problem)
        {
            Report(problem);
            return;
        }

        if (!ShouldProcess(DisplayText.Clean($"{Name} ({Url})"), "Add container registry")) return;
        var request = new CreateRegistryRequest
        {
            Name = Name,
            Url = Url,
            Username = Credential.UserName,
            Password = new Secret(Credential.GetNetworkCredential().Password),
            Project = Project,
        };
        try
        {
            WriteObject(Await(stopping => Client.Registries.CreateAsync(request, stopping)));
        }
        catch (DaytonaException exception)
        {
            Report(CmdletErrors.ForAddition(exception, Name, ServiceUrl));
        }
    }
}
