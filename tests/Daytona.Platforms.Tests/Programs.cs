namespace Daytona.Platforms.Tests;

/// <summary>Programs of this machine, without which a test is skipped by their name.</summary>
internal static class Programs
{
    /// <summary>The path of a program, or null if it is missing.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(static folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>The path of a program. Skips the test if it is missing.</summary>
    public static string Require(string name)
    {
        string? path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not on this machine.");
        return path!;
    }
}
