using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Tests;

/// <summary>
/// The module decides by a failure's reason. Only the client knows the service's status codes and wording. Folders don't use each
/// other in a circle.
/// </summary>
public sealed partial class LayerTests
{
    // The list may only become shorter.
    private static readonly string[] KnownCircles = [];

    [Fact]
    public void No_cmdlet_reads_a_status_code() => AssertNone(StatusCode());

    [Fact]
    public void No_cmdlet_tests_the_text_of_a_message() => AssertNone(MessageTest());

    [Fact]
    public void Cmdlets_reach_HTTP_only_through_the_client()
    {
        string[] used = UsedByModule();

        Assert.Contains("Daytona.Snapshots.Client.DaytonaClient", used);
        Assert.DoesNotContain(used, static it => Connection().IsMatch(it));
    }

    [Fact]
    public void Cmdlets_use_only_the_deadline_of_what_is_internal()
    {
        using var client = new PEReader(File.OpenRead(Path.Combine(ProjectFiles.Root, "bin/net8.0/dependencies/Daytona.Snapshots.Client.dll")));
        MetadataReader metadata = client.GetMetadataReader();
        IEnumerable<string> hidden = metadata.TypeDefinitions.Select(it => metadata.GetTypeDefinition(it))
            .Where(static it => (it.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.NotPublic)
            .Select(it => $"{metadata.GetString(it.Namespace)}.{metadata.GetString(it.Name)}");

        Assert.Equal(["Daytona.Snapshots.Client.Operations.Deadline"], UsedByModule().Where(static it => it.StartsWith("Daytona.", StringComparison.Ordinal)).Intersect(hidden));
    }

    [Fact]
    public void No_cmdlet_bypasses_the_handler_of_exceptions() => AssertNone(Override());

    [Fact]
    public void A_folder_of_the_module_uses_only_those_before_it()
    {
        string[] order = [.. FolderName().Matches(FolderLine().Match(ProjectFiles.Read("docs/design.md")).Value).Select(static match => match.Groups["name"].Value)];

        Assert.Empty(
            from use in UsesIn("src/Daytona.Snapshots", "Daytona.Snapshots")
            where Array.IndexOf(order, use.Used) is var used && (used < 0 || used >= Array.IndexOf(order, use.User))
            select $"{use.User} uses {use.Used}");
    }

    [Fact]
    public void No_folders_of_the_client_use_each_other_in_a_circle()
    {
        ILookup<string, string> uses = UsesIn("src/Daytona.Snapshots.Client", "Daytona.Snapshots.Client").ToLookup(static use => use.User, static use => use.Used);

        Assert.Empty(uses.Select(static group => group.Key).Where(folder => Reach(uses, folder).Contains(folder)).Except(KnownCircles));
    }

    private static HashSet<string> Reach(ILookup<string, string> uses, string from)
    {
        var reached = new HashSet<string>();
        var left = new Stack<string>(uses[from]);
        while (left.TryPop(out string? folder))
        {
            if (!reached.Add(folder)) continue;
            foreach (string next in uses[folder]) left.Push(next);
        }

        return reached;
    }

    /// <summary>The folders whose files name the namespaces of others.</summary>
    private static IEnumerable<(string User, string Used)> UsesIn(string project, string root) =>
        from file in ProjectFiles.SourcesIn(project)
        let folder = Path.GetRelativePath(Path.Combine(ProjectFiles.Root, project), file).Split(Path.DirectorySeparatorChar)
        where folder.Length > 1
        from Match match in Regex.Matches(File.ReadAllText(file), $@"^using (?:\w+ = )?{Regex.Escape(root)}\.(?<name>[A-Z]\w+)[.;]", RegexOptions.Multiline)
        let used = match.Groups["name"].Value
        where used != folder[0] && Directory.Exists(Path.Combine(ProjectFiles.Root, project, used))
        select (folder[0], used);

    private static string[] UsedByModule()
    {
        using var module = new PEReader(File.OpenRead(Path.Combine(ProjectFiles.Root, "bin/net8.0/Daytona.Snapshots.dll")));
        MetadataReader metadata = module.GetMetadataReader();
        return [.. metadata.TypeReferences.Select(it => metadata.GetTypeReference(it)).Select(it => $"{metadata.GetString(it.Namespace)}.{metadata.GetString(it.Name)}")];
    }

    private static void AssertNone(Regex pattern) => Assert.Empty(
        from file in ProjectFiles.SourcesIn("src/Daytona.Snapshots")
        from line in File.ReadLines(file)
        where pattern.IsMatch(line)
        select $"{Path.GetFileName(file)}: {line.Trim()}");

    // A proxy's settings are no connection.
    [GeneratedRegex(@"^(System\.Net\.(Http|Sockets|WebSockets|Security|Quic)\.|System\.Net\.(WebClient|WebRequest|HttpWebRequest)$|RestSharp\.|Daytona\.Snapshots\.Client\..*Http)")]
    private static partial Regex Connection();

    [GeneratedRegex(@"^    protected override void (?:BeginProcessing|ProcessRecord|EndProcessing|StopProcessing)\b")]
    private static partial Regex Override();

    [GeneratedRegex(@"^- `Daytona\.Snapshots`: .*$", RegexOptions.Multiline)]
    private static partial Regex FolderLine();

    [GeneratedRegex(@"`(?<name>[A-Z]\w+)`")]
    private static partial Regex FolderName();

    [GeneratedRegex(@"\bStatusCode\b")]
    private static partial Regex StatusCode();

    [GeneratedRegex(@"\bMessage\s*(?:\.(?:StartsWith|EndsWith|Contains|IndexOf|Equals)\s*\(|==|!=|is\s+(?:not\s+)?"")")]
    private static partial Regex MessageTest();
}
