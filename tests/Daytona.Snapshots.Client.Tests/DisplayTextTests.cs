using System.Globalization;

namespace Daytona.Snapshots.Client.Tests;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("\u001b]52;c;aGk=\u0007x", "\\u{1b}]52;c;aGk=\\u{7}x")]
    [InlineData("a\u009b31mb", "a\\u{9b}31mb")]
    [InlineData("a\u202eb\0", "a\\u{202e}b\\u{0}")]
    [InlineData("a\r\nb\tc", "a b c")]
    [InlineData("agents/größe:v1 🐍", "agents/größe:v1 🐍")]
    public void Only_visible_text_remains(string text, string shown) => Assert.Equal(shown, DisplayText.Clean(text));

    [Theory]
    [InlineData("::error::x")]
    [InlineData("  ::add-mask::x")]
    [InlineData("it ::error file=a::x")]
    [InlineData("it::error::x")]
    [InlineData("x ##vso[task.complete result=Failed;]")]
    [InlineData("##[group]x")]
    [InlineData("###[error]x")]
    [InlineData("\n::error::x")]
    [InlineData("a ::error file=a.cs,line=1::x")]
    [InlineData("a ::add-mask::x")]
    public void A_command_of_a_CI_system_is_made_harmless(string text)
    {
        string shown = DisplayText.Clean(text);

        Assert.DoesNotMatch(@"##\[|##vso\[|^\s*::|::[a-z].*::", shown);
        Assert.Equal(shown, DisplayText.Clean(shown));
    }

    [Theory]
    [InlineData("http://[::1]:3000/api")]
    [InlineData("std::string")]
    [InlineData("# a ## b")]
    public void Other_colons_and_hashes_remain(string text) => Assert.Equal(text, DisplayText.Clean(text));

    [Theory]
    [InlineData("\u001b[31m::error::x\u001b[0m", "\u001b[31m\\u{3a}:error::x\u001b[0m")]
    [InlineData("std::vector<std::string>", "std::vector<std::string>")]
    [InlineData("x ##vso[a]", "x #\\u{23}vso[a]")]
    public void A_line_of_a_log_keeps_its_colours_and_has_no_command(string line, string shown) =>
        Assert.Equal(shown, DisplayText.CleanLogLine(line));

    [Fact]
    public void An_exception_has_one_line_that_shows()
    {
        string message = new DaytonaException("a\n\u001b[2J::error::b" + 1.5.ToString(CultureInfo.InvariantCulture)).Message;

        Assert.Equal("a \\u{1b}[2J\\u{3a}:error::b1.5", message);
    }
}
