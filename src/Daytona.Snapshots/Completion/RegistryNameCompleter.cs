namespace Daytona.Snapshots.Completion;

/// <summary>Completes the names of container registries, or the IDs of those that share a name.</summary>
public sealed class RegistryNameCompleter : TimeLimitedCompleter
{
    private protected override async Task<IEnumerable<(string Text, string ToolTip)>> FindAsync(
        IDaytonaClient client, string word, CancellationToken cancellationToken)
    {
        IReadOnlyList<ContainerRegistry> registries = await client.Registries.ListAsync(cancellationToken);
        return registries
            .GroupBy(static registry => registry.Name)
            .SelectMany(static named => named.Select(registry => (
                named.Skip(1).Any() ? registry.Id : registry.Name, $"{registry.Name}: {registry.Url}, user {registry.Username}")));
    }
}
