namespace Daytona.Snapshots.Errors;

/// <summary>Errors of snapshots' definitions.</summary>
internal static class DefinitionErrors
{
    /// <summary>A definition without a source, or with several.</summary>
    public static CmdletError NoSingleSource(string name, IReadOnlyList<string> sources) => ErrorId.InvalidDefinition.With(
        sources.Count == 0
            ? $"'{name}' has no source. Specify Image, Dockerfile or Definition. A snapshot that was captured or built with local files can't be created from its properties."
            : $"'{name}' has several sources: {string.Join(", ", sources)}. Specify one of them.",
        name);

    /// <summary>Definitions that can't be used. Nothing was sent.</summary>
    /// <param name="faults">What is wrong, a sentence for each.</param>
    /// <param name="target">The file, or the objects.</param>
    public static CmdletError Invalid(IEnumerable<string> faults, object? target) => ErrorId.InvalidDefinition.With(
        $"{string.Join(" ", faults)} Nothing was changed.", target);

    /// <summary>A prefix that does not limit what is removed.</summary>
    public static CmdletError InvalidPrefix(string? prefix) => ErrorId.InvalidPrefix.With(
        string.IsNullOrWhiteSpace(prefix)
            ? "-Prune needs -Prefix: the text with which the names of all snapshots start that the list is complete for, such as agents/."
            : $"'{prefix}' can't be a prefix. Use literal text such as agents/, without wildcards.",
        prefix);

    /// <summary>A prefix without -Prune.</summary>
    public static CmdletError PrefixWithoutPrune(string prefix) => ErrorId.InvalidPrefix.With(
        "-Prefix only has an effect with -Prune. Add -Prune to remove the snapshots that are not in the list.", prefix);

    /// <summary>An empty list that would remove all.</summary>
    public static CmdletError EmptyList() => ErrorId.EmptyDefinitionList.With(
        "The list has no snapshots, and -Prune would remove all that start with the prefix. To remove them, use Remove-DaytonaSnapshot.", null);

    /// <summary>The list was worked through, and some of it failed.</summary>
    /// <param name="failed">The changes that failed.</param>
    /// <param name="total">How many there were.</param>
    /// <param name="notPruned">Whether pruning was skipped for that reason.</param>
    public static CmdletError Incomplete(IReadOnlyList<SnapshotChange> failed, int total, bool notPruned) => ErrorId.SyncIncomplete.With(
        $"{failed.Count} of {total} snapshots could not be synchronized: {string.Join(", ", failed.Select(static change => change.Name))}. " +
        (notPruned ? "Nothing was pruned. " : "") + "The warnings before this error say why. To complete the list, run the command again.",
        failed);
}
