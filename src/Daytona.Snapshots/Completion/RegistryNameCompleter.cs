namespace Daytona.Snapshots.Completion;

/// <summary>Completes the names of container registries, or the IDs of those that share a name.</summary>
public sealed class RegistryNameCompleter : TimeLimitedCompleter
{
    private protected override async Task FindAsync(
        DaytonaClient client, string command, string word, Action<CompletionCandidate> add, CancellationToken cancellationToken)
    {
        IReadOnlyList<ContainerRegistry> registries = await client.Registries.ListAsync(cancellationToken);
        foreach (IGrouping<string, ContainerRegistry> named in registries.GroupBy(static registry => registry.Name))
        {
            bool isShared = named.Skip(1).Any();
            foreach (ContainerRegistry registry in named)
            {
                string value = isShared ? registry.Id : registry.Name;
                if (!Begins(registry.Name, word) && !Begins(value, word)) continue;
                add(new CompletionCandidate(value, isShared ? $"{registry.Name} {registry.Id}" : registry.Name, $"{registry.Name}: {registry.Url}, user {registry.Username}"));
            }
        }
    }
}
