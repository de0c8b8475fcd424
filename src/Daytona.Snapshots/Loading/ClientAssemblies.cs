using System.Reflection;
#if NET
using System.Runtime.Loader;
#endif

namespace Daytona.Snapshots.Loading;

/// <summary>
/// Loads the client and its packages from the module's folder, for this module only. Other modules keep their own versions of
/// RestSharp, Newtonsoft.Json and other packages.
/// </summary>
internal static class ClientAssemblies
{
    private const string Client = "Daytona.Snapshots.Client";

    private static readonly string Folder = Path.Combine(
        Path.GetDirectoryName(typeof(ClientAssemblies).Assembly.Location)!, "dependencies");

    private static int _findable;

    /// <summary>
    /// Once for each process, regardless of the number of runspaces. Loaded assemblies stay loaded, so the handler also stays
    /// when the module is removed.
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
    // A separate type, so that the context is created when the client is first used and not at import.
    private static class Isolated
    {
        public static readonly LoadContext Context = new();
    }

    private sealed class LoadContext() : AssemblyLoadContext(Client)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            // Models are exchanged between cmdlets and client, so they must be the same types on both sides.
            if (assemblyName.Name == typeof(Snapshot).Assembly.GetName().Name) return typeof(Snapshot).Assembly;

            string path = Path.Combine(Folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
#else
    // .NET Framework has only one context. Only requests of this module's assemblies are handled, and not those of another
    // version of the module in the same process. An assembly of the folder finds the others by itself.
    private static Assembly? Resolve(ResolveEventArgs arguments)
    {
        var requested = new AssemblyName(arguments.Name);
        bool ours = requested.Name == Client
            ? requested.Version == typeof(ClientAssemblies).Assembly.GetName().Version
            // A dynamic assembly has no location, and throws if it is asked for it.
            : arguments.RequestingAssembly is { IsDynamic: false } requesting
                && requesting.Location.StartsWith(Folder, StringComparison.OrdinalIgnoreCase);
        string path = Path.Combine(Folder, requested.Name + ".dll");
        return ours && File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
#endif
}
