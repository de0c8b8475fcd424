namespace Daytona.Local.Http;

/// <summary>A refusal of one of the service's programs, which reports it as an error in its own form.</summary>
/// <param name="status">The status.</param>
/// <param name="message">The message.</param>
/// <param name="code">The code, as the storage and the image registry have one.</param>
internal sealed class ServiceException(int status, string message, string code = "") : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public static ServiceException BadRequest(string message) => new(400, message);
    public static ServiceException NotFound(string message) => new(404, message);
    public static ServiceException Forbidden(string message) => new(403, message);
    public static ServiceException InvalidCredentials() => new(401, "Invalid credentials");

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
