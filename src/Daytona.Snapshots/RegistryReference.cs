using System.Management.Automation;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots;

/// <summary>
/// The container registry that is meant: a name or an ID that a person wrote, or an object's ID. An object that has an ID is never
/// looked up by its name, which need not be unique.
/// </summary>
public sealed class RegistryReference
{
    private RegistryReference(object? source) => Source = source;

    /// <summary>The original value.</summary>
    public object? Source { get; }

    /// <summary>The ID that the object has; null for text.</summary>
    public string? Id { get; private init; }

    /// <summary>A name or an ID; null if an object's ID is known, or nothing usable was given.</summary>
    public string? NameOrId { get; private init; }

    /// <summary>The registry itself, if one was given.</summary>
    public ContainerRegistry? Registry { get; private init; }

    /// <summary>Why it can't refer to a registry, or null if it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>
    /// Reads a reference from a value of the pipeline or an argument. Never throws, because one invalid value must not end the
    /// others.
    /// </summary>
    /// <param name="value">A string, a registry, or a custom object with an Id.</param>
    /// <returns>The reference, possibly with a <see cref="Problem"/>.</returns>
    public static RegistryReference From(object? value)
    {
        object? inner = PipelineValue.Unwrap(value);
        return inner switch
        {
            RegistryReference reference => reference,
            ContainerRegistry registry => new RegistryReference(registry) { Id = registry.Id, Registry = registry },
            string text when !string.IsNullOrWhiteSpace(text) => new RegistryReference(text) { NameOrId = text },
            // A deserialized registry, or a row of a CSV file.
            PSCustomObject when IdOf(PSObject.AsPSObject(value!)) is { } id => new RegistryReference(value) { Id = id },
            _ => new RegistryReference(value)
            {
                Problem = $"'{value}' is not a container registry. Give a name, an ID, or an object from Get-DaytonaRegistry.",
            },
        };
    }

    /// <summary>The registries of a listing that are meant.</summary>
    /// <param name="registries">The listing.</param>
    /// <returns>One by its ID, or else all of that name.</returns>
    internal IReadOnlyList<ContainerRegistry> FindIn(IReadOnlyList<ContainerRegistry> registries)
    {
        string id = Id ?? NameOrId!;
        ContainerRegistry[] found = [.. registries.Where(registry => registry.Id.Equals(id, StringComparison.OrdinalIgnoreCase))];
        return found.Length > 0 || Id is not null ? found : [.. registries.Where(registry => registry.Name == NameOrId)];
    }

    /// <summary>The text by which a user knows it.</summary>
    /// <returns>The name if it is known, or else the ID.</returns>
    public override string ToString() => Registry?.Name ?? NameOrId ?? Id ?? Source?.ToString() ?? "";

    private static string? IdOf(PSObject item) =>
        item.Properties["Id"]?.Value?.ToString() is { } id && !string.IsNullOrWhiteSpace(id) ? id.Trim() : null;
}
