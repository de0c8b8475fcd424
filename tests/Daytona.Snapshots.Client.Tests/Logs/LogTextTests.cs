using System.Text.RegularExpressions;
using CsCheck;

namespace Daytona.Snapshots.Client.Tests.Logs;

public sealed class LogTextTests
{
    private const string E = "\u001b";

    [Theory]
    [InlineData("plain text, 日本 🚀 עברית")]
    [InlineData("a\ttab")]
    [InlineData("")]
    public void Plain_text_is_unchanged(string line) => Assert.Same(line, LogText.Sanitize(line));

    [Theory]
    [InlineData($"{E}[32mgreen{E}[0m", $"{E}[32mgreen{E}[0m")]
    [InlineData($"{E}[1;38;5;208mbold{E}[m.", $"{E}[1;38;5;208mbold{E}[m.")]
    [InlineData($"{E}[38:2::255:0:0mred{E}[0m", $"{E}[38:2::255:0:0mred{E}[0m")]
    public void Colors_are_kept(string line, string shown) => Assert.Equal(shown, LogText.Sanitize(line));

    [Theory]
    [InlineData($"{E}[31mopen", $"{E}[31mopen{E}[0m")]
    [InlineData($"{E}[0;31mopen", $"{E}[0;31mopen{E}[0m")]
    [InlineData($"{E}[0m{E}[31m", $"{E}[0m{E}[31m{E}[0m")]
    public void An_open_color_is_reset_at_the_end_of_its_line(string line, string shown) =>
        Assert.Equal(shown, LogText.Sanitize(line));

    [Theory]
    [InlineData($"a{E}[2Kb", "ab", "clears the line")]
    [InlineData($"a{E}[1A{E}[10;20Hb", "ab", "moves the cursor")]
    [InlineData($"a{E}[?25lb{E}[?1049hc", "abc", "hides the cursor, takes the whole screen")]
    [InlineData($"a{E}[6nb{E}[cc", "abc", "makes the terminal type an answer")]
    [InlineData($"a{E}[>4;1mb", "ab", "changes what keys send, and only looks like a colour")]
    [InlineData($"a{E}[1 qb", "ab", "changes the cursor's shape")]
    [InlineData($"{E}]0;title\u0007a", "a", "sets the title")]
    [InlineData($"{E}]0;title{E}\\a", "a", "sets the title, ended the other way")]
    [InlineData($"see {E}]8;;http://evil.example{E}\\the docs{E}]8;;{E}\\.", "see the docs.", "links to somewhere else")]
    [InlineData($"{E}]52;c;ZXZpbA==\u0007a", "a", "fills the clipboard")]
    [InlineData($"a{E}P$q\"p{E}\\b", "ab", "a device control string")]
    [InlineData($"a{E}_apc{E}\\b{E}^pm{E}\\c{E}Xsos{E}\\d", "abcd", "application, privacy and start of string")]
    [InlineData($"a{E}]0;never ended", "a", "a string without end, which ends with its line")]
    [InlineData($"a{E}cb{E}7c{E}(0d{E}#8e", "abcde", "resets, saves the cursor, changes the character set")]
    [InlineData("a\u009b2Jb\u009d0;t\u009cc\u0090x\u009cd\u0085e", "abcde", "the same as C1 controls")]
    [InlineData("a\u0007\u0008\u007f\0\u000b\u000cb", "ab", "bell, backspace, delete, null, tabs of other kinds")]
    [InlineData("a\u202eb\u2066c\u2069d\u2028e", "abcde", "turns the text around, breaks the line")]
    [InlineData($"a{E}", "a", "a lone escape")]
    [InlineData($"a{E}[", "a", "a sequence that only begins")]
    [InlineData($"{E}{E}[31m{E}[2mx", $"{E}[31m{E}[2mx{E}[0m", "an escape before a colour")]
    [InlineData($"{E}[3\u00071mx", "1mx", "a colour that is interrupted")]
    [InlineData("\u009b31mx", $"{E}[31mx{E}[0m", "a colour in the other form")]
    public void Other_control_sequences_are_removed(string line, string shown, string what) =>
        Assert.True(shown == LogText.Sanitize(line), what);

    [Fact]
    public void Random_lines_keep_no_control_characters_except_colors()
    {
        var colours = new Regex("\u001b\\[[0-9;:]*m");
        Gen<string> part = Gen.OneOf(
            Gen.OneOfConst(E, "[", "]", "m", ";", "31", "\u0007", "\u009b", "\u009c", "\u009d", "\\", "P", "_", "?", ">", "text", " ", "\u202e", "\u2067"),
            Gen.Char['\0', '\u00ff'].Select(static character => character.ToString()));

        part.Array[0, 40].Select(string.Concat).Sample(line =>
        {
            string shown = LogText.Sanitize(line);

            Assert.DoesNotContain(colours.Replace(shown, ""), static character =>
                (char.IsControl(character) && character != '\t') || character is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069');
            Assert.Equal(shown, LogText.Sanitize(shown));
            string last = colours.Matches(shown).LastOrDefault()?.Value ?? $"{E}[0m";
            Assert.Contains(last, new[] { $"{E}[0m", $"{E}[m", $"{E}[00m", $"{E}[000m" });
        }, iter: Fuzz.Iterations);
    }

    [Fact]
    public void Colors_can_be_removed() =>
        Assert.Equal("a red word", LogText.WithoutColour(LogText.Sanitize($"a {E}[31mred{E}[0m word")));
}
