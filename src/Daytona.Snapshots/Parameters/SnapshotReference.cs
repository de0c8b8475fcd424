using System.Management.Automation;

namespace Daytona.Snapshots;

/// <summary>
/// Which snapshot is meant: a name or an id that a person wrote, or an object's id. An object that has an id is never
/// looked up by its name, for another snapshot may bear that name by now.
/// </summary>
public sealed class SnapshotReference
{
    private SnapshotReference(object? source) => Source = source;

    /// <summary>What was given, as it was given.</summary>
    public object? Source { get; }

    /// <summary>A name or an id; null where an object's id is known, or nothing usable was given.</summary>
    public string? NameOrId { get; private init; }

    /// <summary>The id that the object carries; null for text, and for objects without one.</summary>
    public string? Id { get; private init; }

    /// <summary>The snapshot itself, where one was given.</summary>
    public Snapshot? Snapshot { get; private init; }

    /// <summary>Why nothing can be meant by it; null where something can.</summary>
    public string? Fault { get; private init; }

    /// <summary>Whether the text has wildcards. No snapshot's name can hold them.</summary>
    public bool HasWildcard => NameOrId is not null && WildcardPattern.ContainsWildcardCharacters(NameOrId);

    /// <summary>Reads a reference from a value of the pipeline or an argument. It never throws: one bad value must not end the others.</summary>
    /// <param name="value">A string, a snapshot, or a custom object with an Id or a Name.</param>
    /// <returns>The reference, perhaps with a <see cref="Fault"/>.</returns>
    public static SnapshotReference From(object? value)
    {
        object? inner = value is PSObject wrapped ? wrapped.BaseObject : value;
        return inner switch
        {
            SnapshotReference reference => reference,
            Snapshot snapshot => new SnapshotReference(snapshot) { Id = snapshot.Id, Snapshot = snapshot },
            string text when !string.IsNullOrWhiteSpace(text) => new SnapshotReference(text) { NameOrId = text },
            string => Unusable(value, "An empty name is no snapshot."),
            // A deserialized snapshot, a row of a CSV file, or what Select-Object made.
            PSCustomObject => FromProperties(PSObject.AsPSObject(value!)),
            null => Unusable(value, "Null is no snapshot."),
            _ => Unusable(
                value,
                $"'{value}' ({inner.GetType().Name}) is no snapshot: give a name, an id, or what Get-DaytonaSnapshot emits."),
        };
    }

    /// <summary>The snapshot with this id, and none that merely has it as its name.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The reference.</returns>
    public static SnapshotReference FromId(string id) => new(id) { Id = id };

    /// <summary>The text that a person would know it by.</summary>
    /// <returns>The name where it is known, else the id.</returns>
    public override string ToString() => Snapshot?.Name ?? NameOrId ?? Id ?? Source?.ToString() ?? "";

    private static SnapshotReference FromProperties(PSObject item)
    {
        if (item.Properties["Id"] is { } id)
        {
            return id.Value?.ToString() is { } value && !string.IsNullOrWhiteSpace(value)
                ? new SnapshotReference(item) { Id = value.Trim() }
                : Unusable(item, "The object's Id is empty, and its name alone does not say which snapshot was meant.");
        }

        return item.Properties["Name"]?.Value?.ToString() is { } name && !string.IsNullOrWhiteSpace(name)
            ? new SnapshotReference(item) { NameOrId = name }
            : Unusable(item, "The object has neither an Id nor a Name: it is no snapshot.");
    }

    private static SnapshotReference Unusable(object? value, string fault) => new(value) { Fault = fault };
}
