using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Every error of the module has a row in docs/errors.md.</summary>
public sealed partial class ErrorPageTests
{
    // Why no test brings them about here.
    private static readonly Dictionary<string, string> WithoutSituation = new()
    {
        ["ContainerEngineUnsupported"] = "Only Windows PowerShell can't open the socket of a container engine.",
        ["UnexpectedError"] = "UnexpectedErrorTests cause it in every cmdlet.",
        ["DaytonaError"] = "For exceptions that a newer version of the library may throw.",
    };

    private static IEnumerable<string> Ids =>
        Declaration().Matches(ProjectFiles.Read("src/Daytona.Snapshots/Errors/ErrorTable.cs")).Select(static match => match.Groups["name"].Value).Distinct();

    [Fact]
    public void Each_error_has_a_situation() =>
        Assert.Equal(Ids.Order(), ErrorSituations.All.Select(static it => it.Id).Concat(WithoutSituation.Keys).Distinct().Order());

    [Fact]
    public void Each_situation_has_its_row() => Assert.All(
        ErrorSituations.All, static it => Assert.Contains(ErrorPage.Rows, row => row.StartsWith(ErrorPage.BeginningOf(it), StringComparison.Ordinal)));

    [Fact]
    public void The_page_has_no_other_rows() => Assert.Equal(ErrorSituations.All.Count, ErrorPage.Rows.Count);

    [Theory]
    [InlineData("DaytonaConnectionException", "ConnectionFailure")]
    [InlineData("LocalImageException", "LocalImageFailure")]
    [InlineData("RegistryException", "RegistryFailure")]
    [InlineData("SnapshotException", "SnapshotFailure")]
    public void Each_reason_has_a_row(string file, string reasons)
    {
        string table = ProjectFiles.Read("src/Daytona.Snapshots/Errors/ErrorTable.cs");
        string source = ProjectFiles.Read($"src/Daytona.Snapshots.Models/Errors/{file}.cs");
        string list = source[source.IndexOf($"public enum {reasons}", StringComparison.Ordinal)..];

        // A general snapshot has a row for all changes.
        Assert.All(
            Reason().Matches(list[..list.IndexOf('}', StringComparison.Ordinal)]).Select(static match => match.Groups["name"].Value).Except(["General"]),
            name => Assert.Contains($"[{reasons}.{name}] =", table, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^    (?<name>[A-Z]\w+),\r?$", RegexOptions.Multiline)]
    private static partial Regex Reason();

    [GeneratedRegex(@"= (?:Row|Ends)\(""(?<name>\w+)""")]
    private static partial Regex Declaration();
}
