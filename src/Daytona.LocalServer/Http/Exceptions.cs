namespace Daytona.Local.Http;

/// <summary>A refusal that the service reports as an error.</summary>
internal sealed class ServiceException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
    public static ServiceException BadRequest(string message) => new(400, message);
    public static ServiceException NotFound(string message) => new(404, message);
    public static ServiceException Forbidden(string message) => new(403, message);

    /// <summary>The service's response to an unexpected case, which contains no details.</summary>
    public static ServiceException Unexpected() => new(500, "An unexpected error occurred.");
}

/// <summary>Thrown if a fault closes the connection.</summary>
internal sealed class ConnectionAbortException : Exception;

/// <summary>
/// Thrown in the middle of a body. Kestrel sends what was written, leaves the end out and closes the connection: as a client
/// sees a proxy that gives up. (Aborting instead would take back what was written already.)
/// </summary>
internal sealed class BodyCutException : Exception;
