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
        object options = Get(Get(client, "Session"), "Options");
        if (clock is Client.Tests.HurriedClock)
        {
            // A channel that is unavailable is retried in the background, and each of its pauses would let the clock jump over a time limit.
            options = options.GetType().GetMethod("<Clone>$", Members)!.Invoke(options, null)!;
            options.GetType().GetProperty("UseNotifications", Members)!.SetValue(options, false);
        }

        type.GetField("_client", Members)!.SetValue(connection.BaseObject, Activator.CreateInstance(client.GetType(), options, clock));
    }

    private static object Get(object owner, string property) => owner.GetType().GetProperty(property, Members)!.GetValue(owner)!;
}
