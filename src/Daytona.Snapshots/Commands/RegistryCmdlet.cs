using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of cmdlets that change each container registry they are given.</summary>
public abstract class RegistryCmdlet : DaytonaCmdlet
{
    private protected RegistryCmdlet()
    {
    }

    /// <summary>The registries: names, IDs, or objects, which are matched by ID.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "InputObject")]
    [AllowNull]
    [RegistryReferenceTransformation]
    [ArgumentCompleter(typeof(RegistryNameCompleter))]
    public RegistryReference[] Name { get; set; } = [];

    /// <summary>Changes a registry.</summary>
    private protected abstract void Handle(ContainerRegistry registry);

    private protected sealed override void Process()
    {
        foreach (RegistryReference reference in Name)
        {
            try
            {
                if (Find(reference) is { } registry) Handle(registry);
            }
            catch (DaytonaException exception)
            {
                Report(ErrorRecords.For(exception, reference.ToString(), ConnectionInUse.ApiUrl));
            }
        }
    }

    private ContainerRegistry? Find(RegistryReference reference)
    {
        if (reference.Problem is { } problem)
        {
            Report(ErrorId.NotARegistry.With(problem, reference.Source));
            return null;
        }

        if (reference.Registry is { } given) return given;
        IReadOnlyList<ContainerRegistry> found = reference.FindIn(Await(Client.Registries.ListAsync));
        if (found.Count == 1) return found[0];
        Report(found.Count == 0
            ? RegistryErrors.NotFound(reference.ToString(), reference.Source)
            : RegistryErrors.Ambiguous(reference.ToString(), found, reference.Source));
        return null;
    }
}
