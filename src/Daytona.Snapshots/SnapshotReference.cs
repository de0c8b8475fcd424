using System.Management.Automation;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots;

/// <summary>
/// A reference to a snapshot: a name or ID as text, or the ID of an object. An object with an ID is never found by its name,
/// because another snapshot may have that name now.
/// </summary>
public sealed class SnapshotReference
{
    private SnapshotReference(object? source) => Source = source;

    /// <summary>The original value.</summary>
    public object? Source { get; }

    /// <summary>A name or ID; null if an object's ID is known, or the value is not usable.</summary>
    public string? NameOrId { get; private init; }

    /// <summary>The ID of the object; null for text, and for objects without an ID.</summary>
    public string? Id { get; private init; }

    /// <summary>The organization of the object; null for text, and for objects without one.</summary>
    public string? OrganizationId { get; private init; }

    /// <summary>The snapshot itself, if one was given.</summary>
    public Snapshot? Snapshot { get; private init; }

    /// <summary>The reason why the value is not usable; null if it is.</summary>
    public string? Problem { get; private init; }

    /// <summary>Whether the text has wildcards, which no snapshot name can contain.</summary>
    public bool HasWildcard => NameOrId is not null && WildcardPattern.ContainsWildcardCharacters(NameOrId);

    /// <summary>
    /// Reads a reference from a value of the pipeline or an argument. Never throws, because one invalid value must not end the
    /// others.
    /// </summary>
    /// <param name="value">A string, a snapshot, or a custom object with an Id or a Name.</param>
    /// <returns>The reference, perhaps with a <see cref="Problem"/>.</returns>
    public static SnapshotReference From(object? value)
    {
        object? inner = PipelineValue.Unwrap(value);
        return inner switch
        {
            SnapshotReference reference => reference,
            Snapshot snapshot => new SnapshotReference(snapshot) { Id = snapshot.Id, OrganizationId = snapshot.OrganizationId, Snapshot = snapshot },
            string text when !string.IsNullOrWhiteSpace(text) => FromText(text, text),
            string => Unusable(value, "The name of the snapshot is empty."),
            // A deserialized snapshot, a row of a CSV file, or an object of Select-Object.
            PSCustomObject => FromProperties(PSObject.AsPSObject(value!)),
            null => Unusable(value, "The snapshot is null."),
            // The shell converts a name that looks like a number.
            _ when NumberParser.From(inner) is not null => Unusable(
                value, $"'{value}' ({inner.GetType().Name}) is a number and not a snapshot. Put a name of digits in quotes, such as '{value}'."),
            _ => Unusable(
                value,
                $"'{value}' ({inner.GetType().Name}) is not a snapshot. Specify a name, an ID, or an object of Get-DaytonaSnapshot."),
        };
    }

    /// <summary>The snapshot with this ID. A snapshot with this text as its name does not match.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The reference.</returns>
    public static SnapshotReference FromId(string id) => new(id) { Id = id };

    /// <summary>The text by which a user knows it.</summary>
    /// <returns>The name if it is known, or the ID.</returns>
    public override string ToString() => Snapshot?.Name ?? NameOrId ?? Id ?? Source?.ToString() ?? "";

    private static SnapshotReference FromProperties(PSObject item)
    {
        if (item.Properties["Id"] is { } id)
        {
            return id.Value?.ToString() is { } value && !string.IsNullOrWhiteSpace(value)
                ? new SnapshotReference(item) { Id = value.Trim(), OrganizationId = TextOf(item, "OrganizationId") }
                : Unusable(item, "The object's Id is empty, and its name does not identify the snapshot.");
        }

        return TextOf(item, "Name") is { } name
            ? FromText(item, name)
            : Unusable(item, "The object has neither an Id nor a Name, so it is not a snapshot.");
    }

    private static string? TextOf(PSObject item, string property) =>
        item.Properties[property]?.Value?.ToString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    // PowerShell validates a wildcard only when it first compares with it, and then ends the pipeline.
    private static SnapshotReference FromText(object source, string text)
    {
        try
        {
            if (WildcardPattern.ContainsWildcardCharacters(text)) WildcardPattern.Get(text, WildcardOptions.None).IsMatch("");
            return new SnapshotReference(source) { NameOrId = text };
        }
        catch (WildcardPatternException)
        {
            return Unusable(source, $"'{text}' is not a valid wildcard: a bracket is not closed. Use the form '[a-z]*', or omit brackets, which no name contains.");
        }
    }

    private static SnapshotReference Unusable(object? value, string problem) => new(value) { Problem = problem };
}
