using System.Management.Automation;

namespace Daytona.Snapshots.Loading;

/// <summary>Runs when PowerShell imports the module, before any cmdlet, and when it removes the module.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Makes the client's assembly findable and the models' names known. Nothing else is loaded yet.</summary>
    public void OnImport()
    {
        ClientAssemblies.MakeFindable();

        // [Daytona.Snapshots.Image] in a script is looked for in loaded assemblies alone, and this loads the models'.
        _ = typeof(Snapshot).Assembly;
    }

    /// <summary>Forgets the connection, and its credential with it.</summary>
    /// <param name="psModuleInfo">The module that is removed.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => Connections.CurrentConnection.Clear();
}
