using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Converts a value to an image definition.</summary>
internal static class ImageConversion
{
    /// <summary>Converts an image definition, or the BuildInfo of a snapshot, whose local files the service has or does not have.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The value has no Dockerfile, or lacks the files that it
    /// needs.</exception>
    public static Image From(object value, bool hasContexts = false)
    {
        if (PipelineValue.Unwrap(value) is Image image) return image;

        if (Read(value, nameof(BuildInfo.DockerfileContent)) is not string { Length: > 0 } dockerfile)
        {
            // A table has only the name of the image that the build produced.
            throw InvalidArgument.Create(
                $"'{value}' is not an image definition. Use New-DaytonaImage, or a Dockerfile for a snapshot that was built.");
        }

        string[] hashes = [.. (LanguagePrimitives.GetEnumerable(Read(value, nameof(BuildInfo.ContextHashes))) ?? Array.Empty<object>()).Cast<object>().Select(static hash => hash.ToString()!)];
        return hashes.Length > 0 && !hasContexts
            ? throw InvalidArgument.Create(
                "The snapshot was built with local files, which the service does not return. Use a Dockerfile with its context.")
            : Image.FromBuild(new BuildInfo { DockerfileContent = dockerfile, ContextHashes = hashes });
    }

    private static object? Read(object value, string property) => PipelineValue.Unwrap(
        PipelineValue.Unwrap(value) is IDictionary table ? table[property] : PSObject.AsPSObject(value).Properties[property]?.Value);
}
