using System.Collections.Concurrent;

namespace Daytona.Snapshots.Client.Json;

/// <summary>Warns of invalid values in responses, which are left empty: once for each field.</summary>
internal sealed class ResponseWarnings(IClientObserver? observer)
{
    private readonly ConcurrentDictionary<string, bool> _warned = new();

    /// <summary>Warns of a value that was left empty.</summary>
    public void OnInvalidValue(string field, string path) => Warn(
        field, $"The service sent an unexpected value in '{path}'. The value is left empty, as are other invalid values of the field '{field}'.");

    /// <summary>Warns of an item of a listing that has no ID and was skipped.</summary>
    public void OnItemWithoutId(string path) => Warn(
        "snapshot", $"The service sent a snapshot without an ID ('{path}'). It is skipped, as are others like it.");

    /// <summary>Warns of an item of a list that was skipped.</summary>
    /// <param name="path">The JSON path of the item or of its invalid field, such as <c>[3].id</c>.</param>
    public void OnInvalidItem(string path) => Warn(
        "item", $"The service sent an unexpected value in '{path}'. The item is skipped, as are others like it.");

    private void Warn(string field, string message)
    {
        if (observer is not null && _warned.TryAdd(field, true)) observer.OnWarning(message);
    }
}
