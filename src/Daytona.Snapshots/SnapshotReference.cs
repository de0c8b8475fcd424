using System.Management.Automation;
using Daytona.Snapshots.Parameters;

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

    /// <summary>The organization that the object names; null for text, and for objects that name none.</summary>
    public string? OrganizationId { get; private init; }

    /// <summary>The snapshot itself, if one was given.</summary>
    public Snapshot? Snapshot { get; private init; }

    /// <summary>Why nothing can be meant by it; null where something can.</summary>
    public string? Problem { get; private init; }

    /// <summary>Whether the text has wildcards. No snapshot's name can hold them.</summary>
    public bool HasWildcard => NameOrId is not null && WildcardPattern.ContainsWildcardCharacters(NameOrId);

    /// <summary>Reads a reference from a value of the pipeline or an argument. It never throws: one bad value must not end the others.</summary>
    /// <param name="value">A string, a snapshot, or a custom object with an Id or a Name.</param>
    /// <returns>The reference, perhaps with a <see cref="Problem"/>.</returns>
    public static SnapshotReference From(object? value)
    {
        object? inner = value is PSObject wrapped ? wrapped.BaseObject : value;
        return inner switch
        {
            SnapshotReference reference => reference,
            Snapshot snapshot => new SnapshotReference(snapshot) { Id = snapshot.Id, OrganizationId = snapshot.OrganizationId, Snapshot = snapshot },
            string text when !string.IsNullOrWhiteSpace(text) => FromText(text, text),
            string => Unusable(value, "An empty name is no snapshot."),
            // A deserialized snapshot, a row of a CSV file, or what Select-Object made.
            PSCustomObject => FromProperties(PSObject.AsPSObject(value!)),
            null => Unusable(value, "Null is no snapshot."),
            // The shell makes a number of a name that looks like one.
            _ when NumberReading.From(inner) is not null => Unusable(
                value, $"'{value}' ({inner.GetType().Name}) is a number and no snapshot: a name of digits needs quotes, as '{value}'."),
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
                ? new SnapshotReference(item) { Id = value.Trim(), OrganizationId = TextOf(item, "OrganizationId") }
                : Unusable(item, "The object's Id is empty, and its name alone does not say which snapshot was meant.");
        }

        return TextOf(item, "Name") is { } name
            ? FromText(item, name)
            : Unusable(item, "The object has neither an Id nor a Name: it is no snapshot.");
    }

    private static string? TextOf(PSObject item, string property) =>
        item.Properties[property]?.Value?.ToString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    // PowerShell looks at a wildcard only when it compares something with it, and then ends the pipeline.
    private static SnapshotReference FromText(object source, string text)
    {
        try
        {
            if (WildcardPattern.ContainsWildcardCharacters(text)) WildcardPattern.Get(text, WildcardOptions.None).IsMatch("");
            return new SnapshotReference(source) { NameOrId = text };
        }
        catch (WildcardPatternException)
        {
            return Unusable(source, $"'{text}' is no wildcard: a bracket is not closed. Write it as '[a-z]*', or without brackets, which no name holds.");
        }
    }

    private static SnapshotReference Unusable(object? value, string problem) => new(value) { Problem = problem };
}
