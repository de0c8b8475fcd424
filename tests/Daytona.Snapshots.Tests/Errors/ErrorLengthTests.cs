namespace Daytona.Snapshots.Tests.Errors;

/// <summary>An error repeats what was given, but not at any length.</summary>
public sealed class ErrorLengthTests : BuildTest
{
    [Theory]
    [InlineData("New-DaytonaSnapshot ('a b' * 5000) alpine:3.20")]
    [InlineData("Get-DaytonaSnapshot ('a' * 10000)")]
    [InlineData("Get-DaytonaSnapshot ('[' + 'a' * 10000)")]
    [InlineData("New-DaytonaSnapshot a ('a' * 10000)")]
    [InlineData("New-DaytonaSnapshot a alpine:3.20 -Cpu ('a' * 10000)")]
    [InlineData("New-DaytonaSnapshot a alpine:3.20 -Timeout ('a' * 10000)")]
    [InlineData("Test-DaytonaSnapshot a -Command ('a' * 10000 + '|')")]
    [InlineData("Test-DaytonaSnapshot test -Shell ('exit 1 #' + 'a' * 100000)")]
    [InlineData("1..3000 | ForEach-Object { @{ Name = \"entry with a space $_\"; Image = 'alpine:3.20' } } | Sync-DaytonaSnapshot")]
    [InlineData("Connect-Daytona -Connection ('a' * 10000)")]
    public void An_error_is_cut_in_the_middle(string command)
    {
        Server.AddSnapshot("test");

        string error = Run(command.Replace("1..3000 | ForEach-Object { ", "$list = foreach ($_ in 1..3000) { ", StringComparison.Ordinal).Replace(" } | Sync", " }; $list | Sync", StringComparison.Ordinal)).Error.ToString();

        Assert.InRange(error.Length, 40, 2300);
        Assert.EndsWith(".", error, StringComparison.Ordinal);
    }
}
