namespace Daytona.Snapshots.Completion;

/// <summary>Completes the names of container registries, or the IDs of those that share a name.</summary>
public sealed class RegistryNameCompleter : TimeLimitedCompleter
{
    private protected override async Task FindAsync(
        IDaytonaClient client, string command, string word, Action<CompletionCandidate> add, CancellationToken cancellationToken)
    {
        IReadOnlyList<ContainerRegistry> registries = await client.Registries.ListAsync(cancellationToken);
        foreach (IGrouping<string, ContainerRegistry> named in registries.GroupBy(static registry => registry.Name))
        {
            bool isShared = named.Skip(1).Any();
            foreach (ContainerRegistry registry in named)
            {
                string text = isShared ? registry.Id : registry.Name;
                if (Begins(text, word)) add(new CompletionCandidate(text, text, $"{registry.Name}: {registry.Url}, user {registry.Username}"));
            }
        }
    }
}
