namespace Daytona.Snapshots.Commands;

/// <summary>Removes container registries from the organization. Their images are not touched.</summary>
[Cmdlet(VerbsCommon.Remove, "DaytonaRegistry", SupportsShouldProcess = true, HelpUri = HelpFolder + "Remove-DaytonaRegistry.md")]
[OutputType(typeof(void))]
public sealed class RemoveDaytonaRegistryCommand : RegistryCmdlet
{
    private protected override void Handle(ContainerRegistry registry)
    {
        if (!ShouldProcess(DisplayText.Clean($"{registry.Name} ({registry.Url})"), "Remove container registry")) return;
        Await(stopping => Client.Registries.RemoveAsync(registry.Id, stopping));
    }
}
