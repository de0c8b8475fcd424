namespace Daytona.Snapshots.Tests.Errors;

/// <summary>A situation that ends in an error.</summary>
/// <param name="Id">The identifier of the error.</param>
/// <param name="Description">The situation, for the documentation.</param>
/// <param name="Line">The command.</param>
/// <param name="Arrange">Brings the server into the situation; null if it is as it was started.</param>
internal sealed record ErrorSituation(string Id, string Description, string Line, Action<LocalServer>? Arrange = null);
