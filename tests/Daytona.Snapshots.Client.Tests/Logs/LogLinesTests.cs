using System.Text;
using CsCheck;

namespace Daytona.Snapshots.Client.Tests.Logs;

public sealed class LogLinesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one", "one")]
    [InlineData("one\n", "one")]
    [InlineData("one\ntwo\n", "one|two")]
    [InlineData("one\r\ntwo\r\n", "one|two")]
    [InlineData("one\n\n\ntwo", "one|||two")]
    [InlineData("\n", "")]
    public void A_line_ends_at_a_line_feed(string log, string lines) =>
        Assert.Equal(log.Length == 0 ? [] : lines.Split('|'), Read(Encoding.UTF8.GetBytes(log)));

    [Theory]
    [InlineData("10 %\r50 %\r100 %\nnext\n", "100 %|next")]
    [InlineData("10 %\r50 %\r100 %\r\nnext\n", "100 %|next")]
    [InlineData("10 %\r\r\n", "10 %")]
    [InlineData("before\n10 %\r50 %\r", "before|50 %")]
    [InlineData("\rfirst\n", "first")]
    public void Only_the_last_version_of_a_redrawn_line_is_kept(string log, string lines) =>
        Assert.Equal(lines.Split('|'), Read(Encoding.UTF8.GetBytes(log)));

    [Fact]
    public void A_character_may_arrive_in_two_pieces()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("Größe 日本 🚀\n");

        Assert.All(Enumerable.Range(0, bytes.Length + 1), cut =>
            Assert.Equal(["Größe 日本 🚀"], Read(bytes[..cut], bytes[cut..])));
    }

    [Fact]
    public void Invalid_bytes_are_marked() =>
        Assert.Equal(["a\uFFFDb\uFFFD"], Read([(byte)'a', 0xff, (byte)'b', 0xe2, 0x82]));

    [Fact]
    public void A_partial_line_is_passed_on_once()
    {
        var given = new List<string>();
        var lines = new LogLines(given.Add);

        Append(lines, "Downloading");
        lines.FlushPart();
        lines.FlushPart();
        Append(lines, " done\nnext\nPassword: ");
        lines.FlushPart();
        Append(lines, "\n\nlast");
        lines.Complete();

        Assert.Equal(["Downloading", " done", "next", "Password: ", "", "last"], given);
    }

    [Fact]
    public void A_partial_line_is_not_cut_inside_a_control_sequence()
    {
        var given = new List<string>();
        var lines = new LogLines(given.Add);

        Append(lines, "red:\u001b[3");
        lines.FlushPart();
        lines.FlushPart();
        Append(lines, "1mtext\n");

        Assert.Equal(["red:", "\u001b[31mtext"], given);
    }

    [Fact]
    public void A_very_long_line_is_split_between_characters()
    {
        string log = string.Concat(Enumerable.Repeat("🚀", 10_000)) + "x";

        string[] pieces = Read(Encoding.UTF8.GetBytes("a" + log));

        Assert.Equal("a" + log, string.Concat(pieces));
        Assert.Equal(3, pieces.Length);
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, LogLines.MaxLineLength));
        Assert.All(pieces, piece => Assert.False(char.IsLowSurrogate(piece[0])));
    }

    [Fact]
    public void Any_chunking_of_a_log_results_in_the_same_lines()
    {
        Gen<byte[]> bytes = Gen.OneOf(
            Gen.Byte.Array[0, 200],
            Gen.OneOfConst("a", "ß", "日本", "🚀", "\r", "\n", "\r\n", "\u001b[31m", "\u001b]0;t\u0007", "\ufeff", "\ud800")
                .Array[0, 60].Select(static parts => Encoding.UTF8.GetBytes(string.Concat(parts))));

        Gen.Select(bytes, Gen.Int[1, 7].Array[1, 20]).Sample((log, sizes) =>
            Assert.Equal(Read(log), Read(Cut(log, sizes))), iter: Fuzz.Iterations);
    }

    [Fact]
    public void Partial_lines_add_up_to_the_same_text()
    {
        // Without carriage returns, after which a part that was given is drawn anew.
        Gen<string> log = Gen.OneOfConst("a", "ß", "🚀", "\n", "\n\n", "word").Array[0, 60].Select(string.Concat);

        Gen.Select(log, Gen.Int[1, 7].Array[1, 20]).Sample((log, sizes) =>
        {
            var given = new StringBuilder();
            var lines = new LogLines(line => given.Append(line));
            foreach (byte[] chunk in Cut(Encoding.UTF8.GetBytes(log), sizes))
            {
                lines.Append(chunk, 0, chunk.Length);
                lines.FlushPart();
            }

            lines.Complete();
            Assert.Equal(log.Replace("\n", "", StringComparison.Ordinal), given.ToString());
        }, iter: Fuzz.Iterations);
    }

    private static byte[][] Cut(byte[] log, int[] sizes)
    {
        var chunks = new List<byte[]>();
        for (int start = 0, i = 0; start < log.Length; start += sizes[i++ % sizes.Length])
        {
            chunks.Add(log[start..Math.Min(log.Length, start + sizes[i % sizes.Length])]);
        }

        return [.. chunks];
    }

    private static string[] Read(params byte[][] chunks)
    {
        var given = new List<string>();
        var lines = new LogLines(given.Add);
        foreach (byte[] chunk in chunks) lines.Append(chunk, 0, chunk.Length);
        lines.Complete();
        return [.. given];
    }

    private static void Append(LogLines lines, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        lines.Append(bytes, 0, bytes.Length);
    }
}
