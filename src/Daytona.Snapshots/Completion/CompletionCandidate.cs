namespace Daytona.Snapshots.Completion;

/// <summary>A value that completion offers.</summary>
/// <param name="Value">The value, which is typed.</param>
/// <param name="Text">The text in the list.</param>
/// <param name="ToolTip">The tooltip.</param>
internal sealed record CompletionCandidate(string Value, string Text, string ToolTip);
