namespace Daytona.Snapshots.Definitions;

/// <summary>A definition of a snapshot can't be used.</summary>
/// <param name="message">What is wrong, as a sentence.</param>
/// <param name="cause">The exception that was caught; null if there is none.</param>
internal sealed class DefinitionException(string message, Exception? cause = null) : DaytonaException(message, cause);
