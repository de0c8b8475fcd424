using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Keeps sandboxes of snapshots ready: creates a warm pool, or changes the size of an existing one.</summary>
[Cmdlet(VerbsCommon.Set, "DaytonaWarmPool", SupportsShouldProcess = true, HelpUri = HelpFolder + "Set-DaytonaWarmPool.md")]
[OutputType(typeof(WarmPool))]
public sealed class SetDaytonaWarmPoolCommand : WarmPoolCmdlet
{
    /// <summary>The number of sandboxes to keep ready; 0 drains the pool.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The number of sandboxes to keep ready.")]
    [WholeNumberTransformation("sandboxes")]
    public int Size { get; set; }

    private protected override void Handle(ResourceReference reference, WarmPool? pool)
    {
        string name = DisplayText.Clean(pool?.Snapshot ?? $"{reference}");
        if (pool is null && reference.Id is not null) Report(ErrorTable.WarmPoolNotFound.With(reference.Source, $"{reference}"));
        else if (pool?.Size == Size) WriteObject(pool);
        else if (!ShouldProcess(name, pool is null ? $"Create warm pool of {Size} sandboxes" : $"Resize warm pool ({pool.Size} -> {Size} sandboxes)")) return;
        else
        {
            WriteObject(Await(stopping => pool is null
                ? Client.WarmPools.CreateAsync(reference.NameOrId!, Size, Region ?? ConnectionInUse.Region, stopping)
                : Client.WarmPools.ResizeAsync(pool.Id, Size, stopping)));
        }
    }
}
