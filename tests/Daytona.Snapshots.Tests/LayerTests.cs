using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Tests;

/// <summary>The module decides by a failure's reason. Only the client knows the service's status codes and wording.</summary>
public sealed partial class LayerTests
{
    [Fact]
    public void No_cmdlet_reads_a_status_code() => AssertNone(StatusCode());

    [Fact]
    public void No_cmdlet_tests_the_text_of_a_message() => AssertNone(MessageTest());

    private static void AssertNone(Regex pattern) => Assert.Empty(
        from file in ProjectFiles.SourcesIn("src/Daytona.Snapshots")
        from line in File.ReadLines(file)
        where pattern.IsMatch(line)
        select $"{Path.GetFileName(file)}: {line.Trim()}");

    [GeneratedRegex(@"\bStatusCode\b")]
    private static partial Regex StatusCode();

    [GeneratedRegex(@"\bMessage\s*(?:\.(?:StartsWith|EndsWith|Contains|IndexOf|Equals)\s*\(|==|!=|is\s+(?:not\s+)?"")")]
    private static partial Regex MessageTest();
}
