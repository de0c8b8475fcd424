namespace Daytona.Snapshots.Loading;

/// <summary>Runs when PowerShell imports the module, before any cmdlet, and when it removes the module.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Registers the client's assembly and loads the models. Loads nothing else.</summary>
    public void OnImport()
    {
        ClientAssemblies.MakeFindable();

        // A script finds [Daytona.Snapshots.Image] only in loaded assemblies, so the models are loaded here.
        _ = typeof(Snapshot).Assembly;
    }

    /// <summary>Removes the connection and its credential.</summary>
    /// <param name="psModuleInfo">The module that is removed.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => Connections.CurrentConnection.Clear();
}
