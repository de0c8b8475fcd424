using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts the BuildInfo of a snapshot to a definition of the same image, if the build read no local files; empty text to null.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ImageTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is Image || OptionalText.IsEmpty(value)) return value as Image;

        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(inputData!).Properties;
        if (properties[nameof(BuildInfo.DockerfileContent)]?.Value?.ToString() is not { Length: > 0 } dockerfile)
        {
            // A table has only the name of the image that the build made.
            throw new ArgumentTransformationMetadataException(
                $"'{inputData}' is not an image definition. Use New-DaytonaImage, or -Dockerfile for a snapshot that was built.");
        }

        return LanguagePrimitives.GetEnumerable(properties[nameof(BuildInfo.ContextHashes)]?.Value)?.Cast<object>().Any() == true
            ? throw new ArgumentTransformationMetadataException(
                "The snapshot was built with local files, which the service does not return. Use -Dockerfile with -Context.")
            : Image.FromText(dockerfile);
    }
}
