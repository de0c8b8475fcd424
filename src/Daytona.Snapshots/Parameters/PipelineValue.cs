using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>A value as PowerShell passes it.</summary>
internal static class PipelineValue
{
    /// <summary>The object inside PowerShell's wrapper, or the value itself if it is not wrapped.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;
}

/// <summary>A value in a file that is not text, such as a number, as it is written there.</summary>
/// <param name="Text">The characters of the file.</param>
internal sealed record FileLiteral(string Text)
{
    /// <summary>Whether it is a whole number, which may pass as text.</summary>
    public bool IsWholeNumber => Text.All(static character => character is >= '0' and <= '9');

    /// <inheritdoc/>
    public override string ToString() => Text;
}
