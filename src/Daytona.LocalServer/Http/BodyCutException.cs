namespace Daytona.Local.Http;

/// <summary>
/// Thrown in the middle of a body. Kestrel sends what was written, leaves the end out and closes the connection: as a client
/// sees a proxy that gives up. (Aborting instead would take back what was written already.)
/// </summary>
internal sealed class BodyCutException : Exception;
