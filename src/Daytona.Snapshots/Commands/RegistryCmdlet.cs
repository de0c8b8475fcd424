using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of cmdlets that change each container registry they are given.</summary>
public abstract class RegistryCmdlet : DaytonaCmdlet
{
    /// <summary>The registries: names, IDs, or objects, which are matched by ID.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The names or IDs of container registries.")]
    [Alias("Id", "InputObject")]
    [AllowNull]
    [ReferenceTransformation(typeof(ContainerRegistry))]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public ResourceReference[] Name { get; set; } = [];

    /// <summary>Changes a registry.</summary>
    private protected abstract void Handle(ContainerRegistry registry);

    private protected sealed override void Process() => ForEach(Name, Find, ErrorTable.NotARegistry);

    /// <summary>The error if a credential has no password, or a URL is not that of a registry; null otherwise.</summary>
    internal static ErrorRecord? FindProblem(PSCredential credential, string? url, string name, object? target = null) =>
        string.IsNullOrWhiteSpace(credential.GetNetworkCredential().Password) ? ErrorTable.NoRegistryPassword.With(name)
        : url is not null && DaytonaUrl.ValidateRegistry(url) is { } problem ? ErrorTable.NotARegistry.With(target ?? name, detail: problem)
        : null;

    private void Find(ResourceReference reference)
    {
        IReadOnlyList<ContainerRegistry> all = reference.Source is ContainerRegistry given ? [given] : Await(Client.Registries.ListAsync);
        string id = reference.Id ?? reference.NameOrId!;
        ContainerRegistry[] found = [.. all.Where(registry => registry.Id.Equals(id, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 0) found = [.. all.Where(registry => registry.Name == reference.NameOrId)];
        if (found.Length == 1) Handle(found[0]);
        else Report((found.Length == 0 ? ErrorTable.RegistryNotFound : ErrorTable.RegistryAmbiguous).With(
            reference.Source, $"{reference}", string.Join(", ", found.Select(static registry => $"{registry.Id} ({registry.Url}, {registry.Username})"))));
    }
}
