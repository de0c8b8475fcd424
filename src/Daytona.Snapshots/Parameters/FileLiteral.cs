namespace Daytona.Snapshots.Parameters;

/// <summary>A value in a file that is not text, such as a number, as it is written there.</summary>
/// <param name="Text">The characters of the file.</param>
internal sealed record FileLiteral(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
