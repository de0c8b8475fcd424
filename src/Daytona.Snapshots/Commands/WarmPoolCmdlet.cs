using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of cmdlets that change warm pools.</summary>
public abstract class WarmPoolCmdlet : DaytonaCmdlet
{
    /// <summary>The warm pools: names of snapshots, IDs of pools, snapshots, or pools, which are matched by ID.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The names of snapshots, or the IDs of warm pools.")]
    [Alias("Id", "InputObject")]
    [AllowNull]
    [ReferenceTransformation(typeof(WarmPool))]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public ResourceReference[] Name { get; set; } = [];

    /// <summary>The region of the pool. Required if the snapshot has pools in several.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [OptionalTextTransformation]
    public string? Region { get; set; }

    /// <summary>Changes a pool, or creates it if there is none.</summary>
    private protected abstract void Handle(ResourceReference reference, WarmPool? pool);

    private protected sealed override void Process() => ForEach(Name, Find);

    private void Find(ResourceReference reference)
    {
        string id = reference.Id ?? reference.NameOrId!;
        WarmPool[] found =
        [
            .. Await(Client.WarmPools.ListAsync).Where(pool => pool.Id.Equals(id, StringComparison.OrdinalIgnoreCase)
                || (pool.Snapshot == reference.NameOrId && (Region is null || pool.Region == Region))),
        ];
        if (found.Length > 1) Report(ErrorTable.WarmPoolAmbiguous.With(reference.Source, $"{reference}", string.Join(", ", found.Select(static pool => pool.Region))));
        else Handle(reference, found.FirstOrDefault());
    }
}
