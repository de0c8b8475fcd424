using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>Reads what came out of a pipeline by its properties, as a script does: the module's own types are loaded by the module.</summary>
internal static class PropertiesOfOutput
{
    public static T Get<T>(this PSObject output, string property) => Assert.IsType<T>(output.Properties[property].Value);

    /// <summary>The Dockerfile of an image definition.</summary>
    public static string Dockerfile(this PSObject image) => image.Get<string>("Dockerfile");

    /// <summary>The local files and folders that an image definition needs.</summary>
    public static IReadOnlyList<string> Sources(this PSObject image) =>
        [.. ((IEnumerable)image.Properties["Contexts"].Value).Cast<object>().Select(static context => context.ToString()!)];
}
