using System.Globalization;
using System.Text.Json;

namespace Daytona.Snapshots.Client.Tests.Contexts;

/// <summary>
/// Compares with Docker's own matcher, github.com/moby/patternmatcher at 5a6d842: docker-published.txt holds the cases that its
/// tests publish, docker-answers.txt its answers for 6,000 random files of patterns on Linux. Each line has a hexadecimal number
/// of one bit for each path of the first line, or <c>refused</c>, and the file as a JSON string.
/// </summary>
public sealed class DockerAnswersTests
{
    [Fact]
    public void Published_cases_match_Docker()
    {
        string[] lines = Read("docker-published.txt");

        Assert.Equal(125, lines.Length);
        Assert.All(lines, static line =>
        {
            string[] parts = [.. line.Split(' ', 2)];
            string[] texts = JsonSerializer.Deserialize<string[]>($"[{parts[1].Replace("\" \"", "\",\"", StringComparison.Ordinal)}]")!;
            Assert.Equal(parts[0], Find(texts[0], texts[1]));
        });
    }

    [Fact]
    public void Random_patterns_match_Docker_or_are_refused()
    {
        string[] lines = Read("docker-answers.txt");
        string[] paths = JsonSerializer.Deserialize<string[]>(lines[0]["paths ".Length..])!;

        Assert.Equal(6001, lines.Length);
        Assert.All(lines[1..], line =>
        {
            string[] parts = line.Split(' ', 2);
            string text = JsonSerializer.Deserialize<string>(parts[1])!;
            string answer = Answer(text, paths, out string? reason);
            if (answer == parts[0]) return;

            // Only letters and digits after a backslash.
            Assert.Matches(@"the escape \\[AzbBQEpPx0-7] is not supported", reason);
        });
    }

    private static string[] Read(string name)
    {
        using Stream stream = typeof(DockerAnswersTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Find(string text, string path)
    {
        string answer = Answer(text, [path], out _);
        return answer == "8" ? "ignored" : answer == "0" ? "kept" : answer;
    }

    private static string Answer(string text, string[] paths, out string? reason)
    {
        reason = null;
        DockerIgnore ignore;
        try
        {
            ignore = DockerIgnore.Parse(text, ".dockerignore", windows: false, TestContext.Current.CancellationToken);
        }
        catch (BuildContextException e)
        {
            reason = e.Message;
            return "refused";
        }

        return string.Concat(paths.Select(ignore.IsIgnored).Chunk(4).Select(static bits =>
            bits.Select(static (bit, i) => bit ? 8 >> i : 0).Sum().ToString("x", CultureInfo.InvariantCulture)));
    }
}
