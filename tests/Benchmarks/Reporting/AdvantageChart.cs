using System.Globalization;
using System.Text;

namespace Daytona.Benchmarks.Reporting;

/// <summary>
/// Draws how many times better than the SDK the module is: horizontal bars on a logarithmic scale that begins at 1, each with a
/// mark at the required ratio.
/// </summary>
internal static class AdvantageChart
{
    private const int Width = 970;
    private const int Left = 440;
    private const int Right = 910;
    private const int Top = 64;
    private const int RowHeight = 34;
    private const int BarHeight = 18;

    private const string Style = """
        text { font: 14px -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328 }
        .title { font-size: 16px; font-weight: 600 } .small { font-size: 12px; fill: #59636e }
        .bar { fill: #2f6feb } .short { fill: #bc4c00 } .grid { stroke: #d1d9e0 } .same { stroke: #59636e }
        .required { stroke: #1f2328; stroke-width: 3 }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc } .small { fill: #9198a1 } .bar { fill: #4493f8 } .short { fill: #db6d28 }
          .grid { stroke: #3d444d } .same { stroke: #9198a1 } .required { stroke: #f0f6fc }
        }
        """;

    private static readonly double[] Ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    /// <summary>Draws those findings that are compared with the SDK.</summary>
    public static string Draw(IEnumerable<Finding> findings)
    {
        Finding[] rows = [.. findings.Where(static it => it.Advantage is not null)];
        Advantage[] advantages = [.. rows.Select(static it => it.Advantage!.Value)];
        double least = Ticks.Last(tick => tick <= Math.Min(1, advantages.Min(static it => it.Times)) || tick == Ticks[0]);
        double most = Ticks.First(tick => tick >= advantages.Max(static it => Math.Max(it.Times, it.Required)) || tick == Ticks[^1]);
        int bottom = Top + (rows.Length * RowHeight);

        var svg = new StringBuilder();
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {bottom + 34}" width="{Width}" height="{bottom + 34}" role="img">""");
        Line($"<title>How many times better than Daytona's TypeScript SDK</title>");
        Line($"<style>{Style}</style>");
        Line($"""<text class="title" x="16" y="26">Times better than Daytona's TypeScript SDK</text>""");
        Line($"""<text class="small" x="16" y="46">The vertical mark is the required minimum.</text>""");
        foreach (double tick in Ticks.Where(tick => tick >= least && tick <= most))
        {
            Line($"""<line class="{(tick == 1 ? "same" : "grid")}" x1="{X(tick)}" y1="{Top - 6}" x2="{X(tick)}" y2="{bottom}"/>""");
            Line($"""<text class="small" x="{X(tick)}" y="{bottom + 18}" text-anchor="middle">{tick}</text>""");
        }

        for (int i = 0; i < rows.Length; i++) DrawRow(rows[i], Top + (i * RowHeight) + ((RowHeight - BarHeight) / 2));
        Line($"</svg>");
        return svg.ToString();

        void DrawRow(Finding row, int y)
        {
            (double times, double required) = row.Advantage!.Value;
            double end = Math.Max(X(times), X(1));
            Line($"""<text x="{Left - 12}" y="{y + 14}" text-anchor="end">{row.Title}</text>""");
            Line($"""<rect class="{(row.IsMet ? "bar" : "short")}" x="{Math.Min(X(times), X(1))}" y="{y}" width="{Math.Abs(X(times) - X(1))}" height="{BarHeight}" rx="2"/>""");
            Line($"""<line class="required" x1="{X(required)}" y1="{y - 4}" x2="{X(required)}" y2="{y + BarHeight + 4}"/>""");
            Line($"""<text x="{Math.Max(end, X(required)) + 8}" y="{y + 14}">{times:0.#}</text>""");
        }

        double X(double times) => Math.Round(
            Left + ((Right - Left) * Math.Log(Math.Clamp(times, least, most) / least) / Math.Log(most / least)), 1);

        void Line(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
