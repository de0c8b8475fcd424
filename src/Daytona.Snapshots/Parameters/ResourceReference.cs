using System.Collections;

namespace Daytona.Snapshots.Parameters;

/// <summary>
/// A reference to a snapshot, a container registry or a warm pool: a name or ID as text, or the ID of an object. An object with an ID is
/// never found by its name, because another resource may have that name now.
/// </summary>
public sealed class ResourceReference
{
    private ResourceReference(object? source) => Source = source;

    /// <summary>The original value.</summary>
    public object? Source { get; }

    /// <summary>A name or ID; null if an object's ID is known, or the value is not usable.</summary>
    public string? NameOrId { get; private init; }

    /// <summary>The ID of the object; null for text, and for objects without an ID.</summary>
    public string? Id { get; private init; }

    /// <summary>The organization of the object; null for text, and for objects without one.</summary>
    public string? OrganizationId { get; private init; }

    /// <summary>The reason why the value is not usable; null if it is.</summary>
    public string? Problem { get; private init; }

    /// <summary>Whether the text has wildcards, which no name of a snapshot can contain.</summary>
    public bool HasWildcard => NameOrId is not null && WildcardPattern.ContainsWildcardCharacters(NameOrId);

    /// <summary>The text by which a user knows it.</summary>
    /// <returns>The name if it is known, or the ID.</returns>
    public override string ToString() => Source switch
    {
        Snapshot snapshot => snapshot.Name,
        ContainerRegistry registry => registry.Name,
        WarmPool pool => pool.Snapshot,
        _ => NameOrId ?? Id ?? Source?.ToString() ?? "",
    };

    /// <summary>The resource with this ID. One with this text as its name does not match.</summary>
    internal static ResourceReference FromId(string id) => new(id) { Id = id };

    /// <summary>
    /// Reads a reference from a value of the pipeline or an argument: a string, a resource, or a custom object with an Id or a Name. Never
    /// throws, because one invalid value must not end the others.
    /// </summary>
    internal static ResourceReference From(object? value, Type type)
    {
        string noun = type == typeof(Snapshot) ? "snapshot" : type == typeof(WarmPool) ? "warm pool" : "container registry";
        try
        {
            object? inner = PipelineValue.Unwrap(value);
            return inner switch
            {
                ResourceReference reference => reference,
                Snapshot snapshot when type == typeof(Snapshot) => new ResourceReference(snapshot) { Id = snapshot.Id, OrganizationId = snapshot.OrganizationId },
                // A pool is that of the snapshot's name, also after a replacement.
                Snapshot snapshot when type == typeof(WarmPool) => new ResourceReference(snapshot) { NameOrId = snapshot.Name },
                WarmPool pool when type == typeof(WarmPool) => new ResourceReference(pool) { Id = pool.Id },
                ContainerRegistry registry when type == typeof(ContainerRegistry) => new ResourceReference(registry) { Id = registry.Id },
                string text when !string.IsNullOrWhiteSpace(text) => FromText(text, text, type),
                string => Unusable(value, $"The name of the {noun} is empty."),
                // A deserialized resource, a row of a CSV file, or an object of Select-Object.
                PSCustomObject => FromProperties(PSObject.AsPSObject(value!), type, noun),
                null => Unusable(value, $"The {noun} is null."),
                // The shell converts a name that looks like a number.
                _ when PipelineValue.Number(inner) is not null => Unusable(
                    value, $"'{value}' ({inner.GetType().Name}) is a number and not a {noun}. Put a name of digits in quotes, such as '{value}'."),
                _ => Unusable(
                    value,
                    $"'{value}' ({inner.GetType().Name}) is not a {noun}. Specify a name, an ID, or an object of Get-Daytona{(type == typeof(ContainerRegistry) ? "Registry" : type.Name)}."),
            };
        }
        catch (ArgumentTransformationMetadataException exception)
        {
            return Unusable(value, exception.Message);
        }
        catch (Exception exception)
        {
            return Unusable(value, $"The object can't be read: {exception.Message.TrimEnd('.')}.");
        }
    }

    private static ResourceReference FromProperties(PSObject item, Type type, string noun)
    {
        if (item.Properties["Id"] is not null)
        {
            return TextOf(item, "Id") is { } value
                ? new ResourceReference(item) { Id = value.Trim(), OrganizationId = TextOf(item, "OrganizationId") }
                : Unusable(item, $"The object's Id is empty, and its name does not identify the {noun}.");
        }

        return TextOf(item, "Name") is { } name
            ? FromText(item, name, type)
            : Unusable(item, $"The object has neither an Id nor a Name, so it is not a {noun}.");
    }

    private static string? TextOf(PSObject item, string property) => PipelineValue.Text(item.Properties[property]?.Value);

    private static ResourceReference FromText(object source, string text, Type type) =>
        type == typeof(Snapshot) && WildcardPattern.ContainsWildcardCharacters(text) && NamePattern.Find(text) is null
            ? Unusable(source, $"'{text}' is not a valid wildcard: a bracket is not closed. Use the form '[a-z]*', or omit brackets, which no name contains.")
            : new ResourceReference(source) { NameOrId = text };

    private static ResourceReference Unusable(object? source, string problem) => new(source) { Problem = problem };
}

/// <summary>Converts one or more values to references to resources.</summary>
/// <param name="type">The type of the resources, such as <see cref="Snapshot"/>.</param>
internal sealed class ReferenceTransformationAttribute(Type type) : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        // Enumerates as PowerShell does for parameters: collections, including sets, but not dictionaries.
        PipelineValue.Unwrap(inputData) is IEnumerable many and not (string or IDictionary)
            ? many.Cast<object?>().Select(item => ResourceReference.From(item, type)).ToArray()
            : new[] { ResourceReference.From(inputData, type) };
}
