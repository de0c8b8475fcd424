namespace Daytona.Snapshots.Tests.Errors;

/// <summary>A situation that ends in an error.</summary>
/// <param name="Id">The identifier of the error.</param>
/// <param name="Description">The situation, for the documentation.</param>
/// <param name="Line">The command.</param>
/// <param name="Arrange">Brings the server into the situation; null if it is as it was started.</param>
internal sealed record ErrorSituation(string Id, string Description, string Line, Action<LocalServer>? Arrange = null)
{
    /// <summary>Whether somebody sits before the shell who can be asked.</summary>
    public bool IsInteractive { get; init; } = true;

    /// <summary>
    /// The environment variables that the situation needs, in which <c>{folder}</c> stands for the shell's location and
    /// <c>{server}</c> for the host and port of the server; null if it needs none.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Whether the clock jumps over each wait, so that a time limit expires in one.</summary>
    public bool HurriesClock { get; init; }

    /// <summary>Whether the situation needs a machine without a container engine.</summary>
    public bool NeedsNoEngine { get; init; }
}
