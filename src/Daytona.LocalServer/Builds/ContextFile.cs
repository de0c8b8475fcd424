using System.Text;

namespace Daytona.Local.Builds;

/// <summary>A file of a build context, as the builder has it after unpacking.</summary>
/// <param name="Content">The content; empty for what was a symbolic link.</param>
/// <param name="Mode">The permissions, as 0755.</param>
public sealed record ContextFile(ReadOnlyMemory<byte> Content, UnixFileMode Mode)
{
    /// <summary>The content as text.</summary>
    public string Text => Encoding.UTF8.GetString(Content.Span);
}
