using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots;

/// <summary>
/// A piped object whose properties, or a table whose keys, say what a snapshot is made from: a row, or a snapshot. Its own type keeps
/// PowerShell from converting image definitions to it.
/// </summary>
/// <param name="item">The object.</param>
public sealed class SnapshotProperties(object item)
{
    private readonly PSObject _item = PipelineValue.Unwrap(item) is IDictionary table ? FromTable(table) : PSObject.AsPSObject(item);

    /// <summary>Whether it is a table, whose keys PowerShell does not bind to parameters.</summary>
    public bool IsTable { get; } = PipelineValue.Unwrap(item) is IDictionary;

    /// <summary>Whether it is a text, a number or a file, and has no properties of a snapshot.</summary>
    public bool IsValue { get; } = PipelineValue.Unwrap(item) is string or ValueType or FileSystemInfo;

    /// <summary>The names of what the user has written; empty for objects of other cmdlets.</summary>
    public IEnumerable<string> Names => _item.BaseObject is PSCustomObject && !_item.TypeNames.Any(static name => name.StartsWith("Deserialized.", StringComparison.Ordinal))
        ? _item.Properties.Select(static property => property.Name)
        : [];

    /// <summary>The registry image; null if there is none.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It is not a text.</exception>
    public string? ImageName => Text("Image") ?? Text(nameof(Snapshot.ImageName));

    /// <summary>The path of a Dockerfile; null if there is none.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It is not a text.</exception>
    public string? Dockerfile => Text("Dockerfile");

    /// <summary>The sandbox to capture; null if there is none.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It is not a text.</exception>
    public string? SandboxId => Text("SandboxId");

    /// <summary>The image definition that the object has, or that its BuildInfo has; null if there is none.</summary>
    /// <param name="kept">The name of the snapshot whose build, with its local files, is kept; null to keep none.</param>
    /// <returns>The image definition.</returns>
    /// <exception cref="ArgumentTransformationMetadataException">It can't be used.</exception>
    public Image? FindDefinition(string? kept) => _item.BaseObject as Image ?? ((Read("Definition") ?? Read(nameof(Snapshot.BuildInfo))) is { } value
        ? ImageConversion.From(value, hasContexts: kept is not null && kept == Text(nameof(Snapshot.Name)))
        : null);

    /// <summary>A value by its name, in any case; null if it is empty or not given.</summary>
    /// <param name="property">The name.</param>
    /// <returns>The value.</returns>
    public object? Read(string property) => _item.BaseObject is not Image && _item.Properties[property]?.Value is { } value && !OptionalText.IsEmpty(value) ? value : null;

    /// <summary>Whether an entrypoint is that of the object's build, whose Dockerfile already has it.</summary>
    /// <param name="entrypoint">The entrypoint.</param>
    /// <returns>True if the Dockerfile needs no further instruction.</returns>
    public bool IsBuiltWith(IEnumerable<string> entrypoint) =>
        Read("Definition") is null && Read(nameof(Snapshot.BuildInfo)) is not null
        && LanguagePrimitives.GetEnumerable(Read(nameof(Snapshot.Entrypoint)))?.Cast<object>().Select(static word => Convert.ToString(word, CultureInfo.InvariantCulture))
            .SequenceEqual(entrypoint) == true;

    private string? Text(string property)
    {
        try
        {
            return OptionalText.Read(Read(property));
        }
        catch (ArgumentTransformationMetadataException exception)
        {
            throw InvalidArgument.Because($"{property}: {exception.Message}", exception);
        }
    }

    private static PSObject FromTable(IDictionary table)
    {
        var row = new PSObject();
        foreach (DictionaryEntry entry in table) row.Properties.Add(new PSNoteProperty(Convert.ToString(entry.Key, CultureInfo.InvariantCulture), entry.Value));
        return row;
    }
}
