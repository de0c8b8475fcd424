namespace Daytona.Snapshots.SyncLists;

/// <summary>
/// Reads definitions from a file: a .psd1 with a list or a table whose key Snapshots has it, a .json of the same shape, or a
/// .csv with a row for each. Values are read as they are written, in any culture, and nothing is executed.
/// </summary>
internal static class SnapshotDefinitionFile
{
    private const string ListKey = "Snapshots";

    /// <summary>The entries of a file.</summary>
    /// <exception cref="DefinitionException">The file can't be read.</exception>
    public static IReadOnlyList<object?> Read(string path)
    {
        Func<string, object?> read = Path.GetExtension(path).ToUpperInvariant() switch
        {
            _ when !File.Exists(path) => throw new DefinitionException($"File '{path}' does not exist."),
            ".PSD1" => DefinitionData.Read,
            ".JSON" => DefinitionJson.Read,
            ".CSV" => DefinitionTable.Read,
            _ => throw new DefinitionException($"'{path}' is not a list of snapshots: use a .psd1, .json or .csv file."),
        };
        try
        {
            return Entries(read(Utf8Text.Decode(File.ReadAllBytes(path), "The file").TrimStart('\uFEFF')));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new DefinitionException($"'{path}' can't be read: {ErrorText.MessageOf(exception)}", exception);
        }
    }

    private static object?[] Entries(object? content)
    {
        if (content is object?[] list) return list;
        if (content is not Dictionary<string, object?> table || !table.TryGetValue(ListKey, out object? inner)) return [content];
        return table.Keys.FirstOrDefault(static key => !string.Equals(key, ListKey, StringComparison.OrdinalIgnoreCase)) is { } other
            ? throw new FormatException($"'{other}' is beside {ListKey}, which must be the only key of the table.")
            : inner as object?[] ?? [inner];
    }
}
