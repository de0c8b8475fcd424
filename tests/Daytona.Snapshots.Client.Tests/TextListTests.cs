namespace Daytona.Snapshots.Client.Tests;

public sealed class TextListTests
{
    [Theory]
    [InlineData("sleep, infinity", "sleep", "infinity")]
    [InlineData("sh, -c, 'echo a, b'", "sh", "-c", "echo a, b")]
    [InlineData("echo a", "echo a")]
    [InlineData("don't, 'it''s, it'", "don't", "it's, it")]
    [InlineData("'', ' a', '''b'''", "", " a", "'b'")]
    [InlineData("")]
    public void A_list_prints_as_text_and_is_read_back(string text, params string[] items)
    {
        Assert.Equal(text, new TextList(items).ToString());
        Assert.Equal(items, TextList.Parse(text));
    }

    [Theory]
    [InlineData("a,b", "a", "b")]
    [InlineData(" a , b ", "a", "b")]
    [InlineData("'a' , 'b'", "a", "b")]
    [InlineData("'a'b, c", "'a'b", "c")]
    [InlineData("'a", "'a")]
    [InlineData(",", "", "")]
    public void What_a_person_wrote_is_read_too(string text, params string[] items) => Assert.Equal(items, TextList.Parse(text));
}
