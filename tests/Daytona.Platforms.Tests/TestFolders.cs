using System.Reflection;

namespace Daytona.Platforms.Tests;

/// <summary>The folders that the build has named.</summary>
internal static class TestFolders
{
    private static readonly Dictionary<string, string> Values = typeof(TestFolders).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(static value => value.Value is not null)
        .ToDictionary(static value => value.Key, static value => value.Value!);

    /// <summary>The value of an AssemblyMetadata item of the project.</summary>
    public static string Get(string name) => Values[name];
}
