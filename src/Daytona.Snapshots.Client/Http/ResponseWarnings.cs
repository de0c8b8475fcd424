using System.Collections.Concurrent;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Warns of values in responses that are not as the contract says and were left out: once for each field.</summary>
internal sealed class ResponseWarnings(IClientObserver? observer)
{
    private readonly ConcurrentDictionary<string, bool> _warned = new();

    /// <summary>Warns of a value that was replaced by nothing.</summary>
    /// <param name="field">The field's name, such as <c>cpu</c>.</param>
    /// <param name="path">The JSON path of the value, such as <c>items[3].cpu</c>.</param>
    public void OnInvalidValue(string field, string path) => Warn(
        field, $"The service sent an unexpected value in '{path}'. The value is left empty, here and wherever the field '{field}' is like that.");

    /// <summary>Warns of an item of a listing that has no id and was left out.</summary>
    /// <param name="path">The JSON path of the item, such as <c>items[3]</c>.</param>
    public void OnItemWithoutId(string path) => Warn(
        "snapshot", $"The service sent a snapshot without an id ('{path}'). It is left out, and so are others like it.");

    private void Warn(string field, string message)
    {
        if (observer is not null && _warned.TryAdd(field, true)) observer.OnWarning(message);
    }
}
