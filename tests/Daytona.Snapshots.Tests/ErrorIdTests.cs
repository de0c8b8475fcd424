using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Tests;

/// <summary>The error ids of the code, of about_Daytona_Snapshots and of the cmdlets' pages are the same.</summary>
public sealed partial class ErrorIdTests
{
    private const string OfSnapshots = "Errors of one snapshot or image:";
    private const string OfService = "Errors of the service, which concern one item:";
    private const string OfPipeline = "Errors that end the pipeline:";

    private static readonly string About = ProjectFiles.Read("docs/en-US/about_Daytona_Snapshots.md");
    private static readonly ILookup<bool, string> InCode = Declaration().Matches(ProjectFiles.Read("src/Daytona.Snapshots/Errors/ErrorTable.cs"))
        .ToLookup(static match => match.Groups["ends"].Success, static match => match.Groups["name"].Value);

    public static TheoryData<string> Cmdlets =>
        [.. Directory.EnumerateFiles(Path.Combine(ProjectFiles.Root, "docs/en-US"), "*-*.md").Select(static file => Path.GetFileNameWithoutExtension(file)!)];

    [Fact]
    public void The_about_topic_has_the_ids_that_concern_one_item() =>
        Assert.Equal(InCode[false].Distinct().Order(), TableOf(OfSnapshots).Concat(TableOf(OfService)).Order());

    [Fact]
    public void The_about_topic_has_the_ids_that_end_the_pipeline() => Assert.Equal(InCode[true].Distinct().Order(), TableOf(OfPipeline).Order());

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_page_has_only_ids_of_the_code(string cmdlet) => Assert.Empty(PageOf(cmdlet).Except(InCode[false].Concat(InCode[true])));

    [Fact]
    public void Each_error_of_a_snapshot_is_on_a_page() => Assert.Empty(TableOf(OfSnapshots).Except(Cmdlets.SelectMany(static row => PageOf(row.Data))));

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_page_has_the_ids_that_the_tests_of_its_cmdlet_provoke(string cmdlet)
    {
        var tests = new Regex($"^{cmdlet.Replace("-", "", StringComparison.Ordinal)}(Build|Fault)?Tests$");
        IEnumerable<string> provoked = ProjectFiles.SourcesIn("tests/Daytona.Snapshots.Tests")
            .Where(file => tests.IsMatch(Path.GetFileNameWithoutExtension(file)))
            .SelectMany(static file => ExpectedId().Matches(File.ReadAllText(file)))
            .Select(static match => match.Groups["name"].Value);

        Assert.Empty(provoked.Intersect(TableOf(OfSnapshots)).Except(PageOf(cmdlet)));
    }

    /// <summary>The ids of the table below a line of the topic.</summary>
    private static IEnumerable<string> TableOf(string title)
    {
        int start = About.IndexOf(title, StringComparison.Ordinal);
        Assert.True(start >= 0, $"There is no '{title}'.");
        return About[(start + title.Length)..].Split('\n').Skip(2)
            .TakeWhile(static line => line.StartsWith("    ", StringComparison.Ordinal))
            .Select(static line => line.Trim().Split(' ')[0]);
    }

    private static string[] PageOf(string cmdlet)
    {
        Match line = PageLine().Match(ProjectFiles.Read($"docs/en-US/{cmdlet}.md"));
        return line.Success ? line.Groups["ids"].Value.Split(", ") : [];
    }

    [GeneratedRegex(@"= (?:Row|(?<ends>Ends))\(""(?<name>\w+)""")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^Error IDs: (?<ids>[\w, ]+)[.;]", RegexOptions.Multiline)]
    private static partial Regex PageLine();

    [GeneratedRegex(@"(?:AssertFailed\(|AssertIs\(\w+, |InlineData\((?:""[^""]*"", )*)""(?<name>[A-Z]\w+)""")]
    private static partial Regex ExpectedId();
}
