namespace Daytona.Snapshots.Parameters;

/// <summary>A value in a file that is not text, such as a number, as it is written there.</summary>
/// <param name="Text">The characters of the file.</param>
internal sealed record FileLiteral(string Text)
{
    /// <summary>Whether it is a whole number, which may pass as text.</summary>
    public bool IsWholeNumber => Text.All(static character => character is >= '0' and <= '9');

    /// <inheritdoc/>
    public override string ToString() => Text;
}
