using System.Globalization;
using System.Text;

namespace Daytona.Snapshots.Images;

/// <summary>A command in a Dockerfile's exec form: a JSON array of strings.</summary>
internal static class ExecForm
{
    public static string Write(IReadOnlyList<string> words)
    {
        var json = new StringBuilder("[");
        for (int i = 0; i < words.Count; i++)
        {
            if (i > 0) json.Append(", ");
            WriteString(json, words[i] ?? throw new ArgumentException("A command can't contain null.", nameof(words)));
        }

        return json.Append(']').ToString();
    }

    private static void WriteString(StringBuilder json, string word)
    {
        json.Append('"');
        foreach (char c in word)
        {
            switch (c)
            {
                case '"' or '\\':
                    json.Append('\\').Append(c);
                    break;
                case '\n':
                    json.Append(@"\n");
                    break;
                case '\r':
                    json.Append(@"\r");
                    break;
                case '\t':
                    json.Append(@"\t");
                    break;
                case < ' ':
                    json.Append(@"\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    json.Append(c);
                    break;
            }
        }

        json.Append('"');
    }
}
