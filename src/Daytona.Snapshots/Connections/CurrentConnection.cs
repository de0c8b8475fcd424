namespace Daytona.Snapshots.Connections;

/// <summary>
/// The process's connection. A static is seen by every runspace, as those of <c>ForEach-Object -Parallel</c>; a variable
/// of the session is not.
/// </summary>
internal static class CurrentConnection
{
    private static readonly object Lock = new();
    private static Connection? _connected;
    private static Connection? _found;

    /// <summary>The one that <c>Connect-Daytona</c> made, else the one that the environment or the Daytona CLI provides.</summary>
    /// <returns>A connection, or null where nothing says who is calling.</returns>
    /// <exception cref="Errors.CredentialException">What was found can't be used.</exception>
    public static Connection? Get()
    {
        lock (Lock)
        {
            if (_connected is not null) return _connected;

            // The environment may have changed since; while it has not, the client and its connections are kept.
            Connection? found = FoundCredential.Find(new ConnectionWishes());
            if (found is null || _found is null || !_found.IsSameAccount(found)) _found = found;
            return _found;
        }
    }

    /// <summary>Makes a connection the process's own.</summary>
    public static void Set(Connection connection)
    {
        lock (Lock) _connected = connection;
    }

    /// <summary>Forgets it, and what was found.</summary>
    public static void Clear()
    {
        lock (Lock)
        {
            _connected = null;
            _found = null;
        }
    }
}
