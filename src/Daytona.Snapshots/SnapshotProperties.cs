using System.Globalization;
using System.Management.Automation;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots;

/// <summary>
/// A piped object whose properties say what a snapshot is made from: a row of a table, or a snapshot. Its own type keeps
/// PowerShell from converting image definitions to it.
/// </summary>
/// <param name="item">The object.</param>
public sealed class SnapshotProperties(object item)
{
    private readonly PSObject _item = PSObject.AsPSObject(item);

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
    /// <exception cref="ArgumentTransformationMetadataException">It can't be used.</exception>
    public Image? FindDefinition() => (Read("Definition") ?? Read(nameof(Snapshot.BuildInfo))) is { } value ? ImageConversion.From(value) : null;

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

    private object? Read(string property) => _item.Properties[property]?.Value is { } value && !OptionalText.IsEmpty(value) ? value : null;
}
