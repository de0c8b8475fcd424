using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Makes an image definition of what an object holds as one.</summary>
internal static class ImageConversion
{
    /// <param name="value">An image definition, or the BuildInfo of a snapshot that was built without local files.</param>
    /// <exception cref="ArgumentTransformationMetadataException">The value does not have the Dockerfile, or not the files that it needs.</exception>
    public static Image From(object value)
    {
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is Image image) return image;

        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(value).Properties;
        if (properties[nameof(BuildInfo.DockerfileContent)]?.Value?.ToString() is not { Length: > 0 } dockerfile)
        {
            // A table has only the name of the image that the build made.
            throw new ArgumentTransformationMetadataException(
                $"'{value}' is not an image definition. Use New-DaytonaImage, or a Dockerfile for a snapshot that was built.");
        }

        return LanguagePrimitives.GetEnumerable(properties[nameof(BuildInfo.ContextHashes)]?.Value)?.Cast<object>().Any() == true
            ? throw new ArgumentTransformationMetadataException(
                "The snapshot was built with local files, which the service does not return. Use a Dockerfile with its context.")
            : Image.FromText(dockerfile);
    }
}
