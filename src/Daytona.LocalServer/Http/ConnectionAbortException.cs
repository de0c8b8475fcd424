namespace Daytona.Local;

/// <summary>Thrown where a fault closes the connection.</summary>
internal sealed class ConnectionAbortException : Exception;
