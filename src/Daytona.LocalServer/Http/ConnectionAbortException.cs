namespace Daytona.Local.Http;

/// <summary>Thrown if a fault closes the connection.</summary>
internal sealed class ConnectionAbortException : Exception;
