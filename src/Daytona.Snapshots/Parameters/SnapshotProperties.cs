using System.Collections;
using System.Globalization;

namespace Daytona.Snapshots.Parameters;

/// <summary>
/// A piped object whose properties, or a table whose keys, say what a snapshot is made from: a row, or a snapshot. Its own type keeps
/// PowerShell from converting image definitions to it.
/// </summary>
public sealed class SnapshotProperties
{
    private readonly PSObject _item;
    private readonly Dictionary<string, object?>? _table;

    /// <summary>Reads the keys of a table. The properties of an object are read when they are used.</summary>
    /// <param name="item">The object.</param>
    /// <exception cref="ArgumentTransformationMetadataException">A key is given more than once.</exception>
    public SnapshotProperties(object item)
    {
        _item = PSObject.AsPSObject(item);
        if (_item.BaseObject is not IDictionary table) return;
        _table = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table)
        {
            string key = System.Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!;
            if (_table.ContainsKey(key)) throw InvalidArgument.Create($"'{key}' is given more than once.");
            _table.Add(key, entry.Value);
        }
    }

    /// <summary>Whether it is a table, whose keys PowerShell does not bind to parameters.</summary>
    internal bool IsTable => _table is not null;

    /// <summary>Whether it is a text, a number or a file, and has no properties of a snapshot.</summary>
    internal bool IsValue => _item.BaseObject is string or ValueType or FileSystemInfo;

    /// <summary>The names of what the user has written; empty for objects of other cmdlets.</summary>
    internal IEnumerable<string> Names => _table is not null ? _table.Keys
        : _item.BaseObject is PSCustomObject && !_item.TypeNames.Any(static name => name.StartsWith("Deserialized.", StringComparison.Ordinal))
            ? _item.Properties.Select(static property => property.Name)
            : [];

    /// <summary>The registry image; null if there is none.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It is not a text.</exception>
    internal string? ImageName => Text("Image") ?? Text(nameof(Snapshot.ImageName));

    /// <summary>The image definition that the object has, or that its BuildInfo has; null if there is none.</summary>
    /// <param name="kept">The name of the snapshot whose build, with its local files, is kept; null to keep none.</param>
    /// <exception cref="ArgumentTransformationMetadataException">It can't be used.</exception>
    internal Image? FindDefinition(string? kept) => _item.BaseObject as Image ?? ((Read("Definition") ?? Read(nameof(Snapshot.BuildInfo))) is { } value
        ? ToImage(value, hasContexts: kept is not null && kept == Text(nameof(Snapshot.Name)))
        : null);

    /// <summary>A value by its name, in any case; null if it is empty or not given.</summary>
    internal object? Read(string property)
    {
        object? value = null;
        if (_table is not null) _table.TryGetValue(property, out value);
        else if (_item.BaseObject is not Image) value = _item.Properties[property]?.Value;
        return PipelineValue.IsEmpty(value) ? null : value;
    }

    /// <summary>A text by its name; null if it is empty or not given.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It is not a text.</exception>
    internal string? Text(string property) => Convert(property, PipelineValue.Text) as string;

    /// <summary>Whether an entrypoint is that of the object's build, whose Dockerfile already has it.</summary>
    internal bool IsBuiltWith(IEnumerable<string> entrypoint) =>
        Read("Definition") is null && Read(nameof(Snapshot.BuildInfo)) is not null
        && ListOf(Read(nameof(Snapshot.Entrypoint))).SequenceEqual(entrypoint);

    /// <summary>A converted value; null if it is empty or not given. An error names the property.</summary>
    internal object? Convert(string property, Func<object, object?> convert)
    {
        try
        {
            return Read(property) is { } value ? convert(value) : null;
        }
        catch (ArgumentTransformationMetadataException exception)
        {
            throw InvalidArgument.Create($"{property}: {exception.Message}", exception);
        }
    }

    /// <summary>Converts an image definition, or the BuildInfo of a snapshot, whose local files the service has or does not have.</summary>
    internal static Image ToImage(object value, bool hasContexts = false)
    {
        if (PipelineValue.Unwrap(value) is Image image) return image;

        var build = new SnapshotProperties(value);
        // A table has only the name of the image that the build produced.
        string dockerfile = PipelineValue.Unwrap(build.Read(nameof(BuildInfo.DockerfileContent))) as string
            ?? throw InvalidArgument.Create($"'{value}' is not an image definition. Use New-DaytonaImage, or a Dockerfile for a snapshot that was built.");
        string[] hashes = [.. ListOf(build.Read(nameof(BuildInfo.ContextHashes)))];
        return hashes.Length > 0 && !hasContexts
            ? throw InvalidArgument.Create("The snapshot was built with local files, which the service does not return. Use a Dockerfile with its context.")
            : Image.FromBuild(new BuildInfo { DockerfileContent = dockerfile, ContextHashes = hashes });
    }

    private static IEnumerable<string> ListOf(object? value) =>
        (LanguagePrimitives.GetEnumerable(PipelineValue.Unwrap(value)) ?? Array.Empty<object>()).Cast<object?>()
            .Select(static item => System.Convert.ToString(item, CultureInfo.InvariantCulture)!);
}
