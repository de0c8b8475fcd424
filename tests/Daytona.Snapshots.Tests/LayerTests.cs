using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Tests;

/// <summary>The module decides by a failure's reason. Only the client knows the service's status codes and wording.</summary>
public sealed partial class LayerTests
{
    [Fact]
    public void No_cmdlet_reads_a_status_code() => AssertNone(StatusCode());

    [Fact]
    public void No_cmdlet_tests_the_text_of_a_message() => AssertNone(MessageTest());

    [Fact]
    public void Cmdlets_reach_HTTP_only_through_the_client()
    {
        using FileStream file = File.OpenRead(Path.Combine(ProjectFiles.Root, "bin/net8.0/Daytona.Snapshots.dll"));
        using var module = new PEReader(file);
        MetadataReader metadata = module.GetMetadataReader();

        string[] used = [.. metadata.TypeReferences.Select(it => metadata.GetTypeReference(it)).Select(it => $"{metadata.GetString(it.Namespace)}.{metadata.GetString(it.Name)}")];

        Assert.Contains("Daytona.Snapshots.Client.DaytonaClient", used);
        Assert.DoesNotContain(used, static it => Connection().IsMatch(it));
    }

    private static void AssertNone(Regex pattern) => Assert.Empty(
        from file in ProjectFiles.SourcesIn("src/Daytona.Snapshots")
        from line in File.ReadLines(file)
        where pattern.IsMatch(line)
        select $"{Path.GetFileName(file)}: {line.Trim()}");

    // A proxy's settings are no connection.
    [GeneratedRegex(@"^(System\.Net\.(Http|Sockets|WebSockets|Security|Quic)\.|System\.Net\.(WebClient|WebRequest|HttpWebRequest)$|RestSharp\.|Daytona\.Snapshots\.Client\..*Http)")]
    private static partial Regex Connection();

    [GeneratedRegex(@"\bStatusCode\b")]
    private static partial Regex StatusCode();

    [GeneratedRegex(@"\bMessage\s*(?:\.(?:StartsWith|EndsWith|Contains|IndexOf|Equals)\s*\(|==|!=|is\s+(?:not\s+)?"")")]
    private static partial Regex MessageTest();
}
