using System.Reflection;
#if NET
using System.Runtime.Loader;
#endif

namespace Daytona.Snapshots.Loading;

/// <summary>
/// Finds the client and its packages in the module's own folder, and for the module alone: other modules keep their
/// versions of RestSharp, Newtonsoft.Json and the rest, and this one keeps its.
/// </summary>
internal static class ClientAssemblies
{
    private const string Client = "Daytona.Snapshots.Client";

    private static readonly string Folder = Path.Combine(
        Path.GetDirectoryName(typeof(ClientAssemblies).Assembly.Location)!, "dependencies");

    private static int _findable;

    /// <summary>
    /// Once a process is enough, however many runspaces import the module; and an assembly that is loaded stays loaded,
    /// so that the handler stays too when the module is removed.
    /// </summary>
    public static void MakeFindable()
    {
        if (Interlocked.Exchange(ref _findable, 1) == 1) return;
#if NET
        AssemblyLoadContext.Default.Resolving += static (_, name) =>
            name.Name == Client ? Isolated.Context.LoadFromAssemblyName(name) : null;
#else
        AppDomain.CurrentDomain.AssemblyResolve += static (_, arguments) => Resolve(arguments);
#endif
    }

#if NET
    // A type of its own, so that the context is made when the client is first needed and not at import.
    private static class Isolated
    {
        public static readonly LoadContext Context = new();
    }

    private sealed class LoadContext() : AssemblyLoadContext(Client)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            // Models pass between cmdlets and client: they must be the same types on both sides.
            if (assemblyName.Name == typeof(Snapshot).Assembly.GetName().Name) return typeof(Snapshot).Assembly;

            string path = Path.Combine(Folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
#else
    // .NET Framework has one context for all. Only requests of the module's own assemblies are answered, and not those of
    // another version of the module in the same process. An assembly from the folder finds the others there by itself.
    private static Assembly? Resolve(ResolveEventArgs arguments)
    {
        var requested = new AssemblyName(arguments.Name);
        bool ours = requested.Name == Client
            ? requested.Version == typeof(ClientAssemblies).Assembly.GetName().Version
            : arguments.RequestingAssembly?.Location.StartsWith(Folder, StringComparison.OrdinalIgnoreCase) == true;
        string path = Path.Combine(Folder, requested.Name + ".dll");
        return ours && File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
#endif
}
