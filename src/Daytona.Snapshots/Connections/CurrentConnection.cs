namespace Daytona.Snapshots.Connections;

/// <summary>
/// The current connection of the process. A static is shared by all runspaces, such as those of <c>ForEach-Object
/// -Parallel</c>; a session variable is not.
/// </summary>
internal static class CurrentConnection
{
    private static readonly object Lock = new();
    private static Connection? _connected;
    private static Connection? _found;

    /// <summary>The settings of the environment or the Daytona CLI, without others.</summary>
    public static CredentialOverrides Environment => new() { VariablePrefix = "$env:" };

    /// <summary>The connection of <c>Connect-Daytona</c>, or that of the environment or the Daytona CLI.</summary>
    /// <returns>The connection, or null if there are no credentials.</returns>
    /// <exception cref="Errors.CredentialException">The credential is not usable.</exception>
    public static Connection? Get()
    {
        lock (Lock)
        {
            if (_connected is not null) return _connected;

            // The environment may change. Until it does, the client and its connections are reused.
            ResolvedCredential? account = CredentialResolver.Find(Environment);
            return _found = account is null ? null : _found?.IsOf(account) == true ? _found : new Connection(account);
        }
    }

    /// <summary>Makes a connection the current one.</summary>
    public static void Set(Connection connection)
    {
        lock (Lock) _connected = connection;
    }

    /// <summary>Removes the current connection and the resolved one.</summary>
    public static void Clear()
    {
        lock (Lock)
        {
            _connected = null;
            _found = null;
        }
    }
}
