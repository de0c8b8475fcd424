namespace Daytona.Snapshots.Commands;

/// <summary>
/// Changes container registries. Omitted parameters keep their values, except for the credential: it is unknown whether the
/// service keeps a password that is not sent.
/// </summary>
[Cmdlet(VerbsCommon.Set, "DaytonaRegistry", SupportsShouldProcess = true, HelpUri = HelpFolder + "Set-DaytonaRegistry.md")]
[OutputType(typeof(ContainerRegistry))]
public sealed class SetDaytonaRegistryCommand : RegistryCmdlet
{
    /// <summary>The user name, and the password or token.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The user name, and the password or token, of the registry.")]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>The new URL, such as <c>https://registry.example.com</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Url { get; set; }

    /// <summary>The new project in the registry; an empty text for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Project { get; set; }

    /// <summary>The new name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>Returns each registry as it is after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Handle(ContainerRegistry registry)
    {
        if (FindProblem(Credential, Url, registry.Name, registry) is { } problem)
        {
            Report(problem);
            return;
        }

        if (!ShouldProcess(DisplayText.Clean($"{registry.Name} ({registry.Url})"), "Change container registry")) return;
        var request = new UpdateRegistryRequest
        {
            Name = NewName,
            Url = Url,
            Username = Credential.UserName,
            Password = new Secret(Credential.GetNetworkCredential().Password),
            Project = Project,
        };
        ContainerRegistry changed = Await(stopping => Client.Registries.UpdateAsync(registry.Id, request, stopping));
        if (PassThru) WriteObject(changed);
    }
}
