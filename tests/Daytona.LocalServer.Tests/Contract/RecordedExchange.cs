using System.Text.RegularExpressions;

namespace Daytona.Local.Tests.Contract;

/// <summary>A request to the real service and its answer, as they were recorded.</summary>
internal sealed partial class RecordedExchange
{
    private RecordedExchange(string key, string method, string target)
    {
        Key = key;
        Method = method;
        Target = target;
    }

    /// <summary>The title of the block; with its number where there are several of that title.</summary>
    public string Key { get; }

    public string Method { get; }

    public string Target { get; }

    public List<(string Name, string Value)> RequestHeaders { get; } = [];

    public string? RequestBody { get; private set; }

    public int Status { get; private set; }

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string Body { get; private set; } = "";

    /// <summary>Reads the blocks of a file; those that are no exchange have a title alone.</summary>
    public static IReadOnlyList<(string Key, RecordedExchange? Exchange)> ParseFile(string text)
    {
        var blocks = new List<(string, RecordedExchange?)>();
        var seen = new Dictionary<string, int>();
        foreach (string block in ("\n" + text.ReplaceLineEndings("\n")).Split("\n### ").Skip(1))
        {
            string[] lines = block.Split('\n');
            int times = seen[lines[0]] = seen.GetValueOrDefault(lines[0]) + 1;
            string key = times == 1 ? lines[0] : $"{lines[0]} #{times}";
            blocks.Add((key, Parse(key, lines)));
        }

        return blocks;
    }

    private static RecordedExchange? Parse(string key, string[] lines)
    {
        int status = Array.FindIndex(lines, static line => line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal));
        if (status < 2 || RequestLine().Match(lines[1]) is not { Success: true } request) return null;

        var exchange = new RecordedExchange(key, request.Groups[1].Value, request.Groups[2].Value)
        {
            Status = int.Parse(lines[status].Split(' ')[1], null),
        };
        exchange.ReadRequest(lines[2..status]);
        if (BodyLength().Match(lines[1]) is { Success: true } length)
            exchange.RequestBody = MakeLargeBody(int.Parse(length.Groups[1].Value, null));

        int at = status + 1;
        for (; at < lines.Length && lines[at].Length > 0; at++)
        {
            string[] header = lines[at].Split(": ", 2);
            exchange.Headers[header[0]] = header[1];
        }

        int end = Array.FindLastIndex(lines, static line => Timing().IsMatch(line));
        exchange.Body = string.Join('\n', lines[(at + 1)..(end < 0 ? lines.Length : end)]).TrimEnd('\n');
        return exchange;
    }

    private void ReadRequest(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Length > 1 ? lines[i][2..] : "";
            if (line is "-H") continue;
            if (line is "--data-raw") RequestBody = lines[++i][2..];
            else if (line.Length == 0)
                RequestBody = string.Join(
                    '\n', lines[(i + 1)..].Select(static text => text.Length > 1 ? text[2..] : ""));
            else if (line.Split(':', 2) is [string name, string value]) RequestHeaders.Add((name, value.TrimStart()));
            if (line.Length == 0) return;
        }
    }

    private static string MakeLargeBody(int length)
    {
        const string Start = """{"name":"big","buildInfo":{"dockerfileContent":"FROM a:1\n""";
        const string End = "\"}}";
        return Start + new string('#', length - Start.Length - End.Length) + End;
    }

    [GeneratedRegex(@"^> ([A-Z]+) (.+?)(?:  \(body of.*)?$")]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"\(body of (\d+) bytes\)")]
    private static partial Regex BodyLength();

    [GeneratedRegex(@"^\[\d{3} in [\d.]+s\]$")]
    private static partial Regex Timing();
}
