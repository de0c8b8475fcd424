using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Daytona.Snapshots.Tests;

/// <summary>The packages for NuGet and the PowerShell Gallery, and how they are released.</summary>
public sealed class PackageTests
{
    private static readonly string Root = Path.GetDirectoryName(ModuleManifest.Path)!;

    [Fact]
    public void The_README_of_the_client_shows_the_compiled_example()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "src/Daytona.Snapshots.Client/README.md"));
        string program = Regex.Match(readme, @"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;

        Assert.Equal(File.ReadAllText(Path.Combine(Root, "docs/examples/dotnet/Program.cs")), program);
        Assert.InRange(program.Split('\n').Count(line => line.Trim().Length > 1), 1, 22);
    }

    [Fact]
    public void Only_the_client_is_packed_for_NuGet() =>
        Assert.Equal(
            ["Daytona.Snapshots.Client"],
            Directory.EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
                .Where(project => (string?)XDocument.Load(project).Root!.Elements("PropertyGroup").Elements("IsPackable").LastOrDefault() == "true")
                .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_action_of_a_workflow_is_pinned_by_commit() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Root, ".github/workflows"))
                .SelectMany(file => Regex.Matches(File.ReadAllText(file), "uses: (.*)").Select(match => match.Groups[1].Value)),
            action => Assert.Matches(@"^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action));
}
