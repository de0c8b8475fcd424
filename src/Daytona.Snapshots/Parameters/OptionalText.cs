using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>Tells whether a value is given.</summary>
internal static class OptionalText
{
    /// <summary>Whether a value is null or blank text.</summary>
    public static bool IsEmpty(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        _ => false,
    };
}
