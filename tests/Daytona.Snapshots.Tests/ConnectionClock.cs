using System.Management.Automation;
using System.Reflection;

namespace Daytona.Snapshots.Tests;

/// <summary>Sets the clock of a connection's client, which users of the module cannot do.</summary>
internal static class ConnectionClock
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // By reflection: the module's assemblies are loaded by PowerShell and are not referenced by the tests.
    public static void Set(PSObject connection, TimeProvider clock)
    {
        Type type = connection.BaseObject.GetType();
        object client = type.GetMethod("GetClient", Members)!.Invoke(connection.BaseObject, [null])!;
        object session = Get(client, "Session");
        type.GetField("_client", Members)!.SetValue(
            connection.BaseObject, Activator.CreateInstance(client.GetType(), Get(session, "Options"), clock));
    }

    private static object Get(object owner, string property) => owner.GetType().GetProperty(property, Members)!.GetValue(owner)!;
}
