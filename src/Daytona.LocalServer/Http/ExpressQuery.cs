using System.Buffers;
using System.Globalization;

namespace Daytona.Local.Http;

/// <summary>
/// A query string as the framework of the service reads it: a name that is repeated or has brackets is not a string.
/// </summary>
internal sealed class ExpressQuery
{
    private static readonly SearchValues<char> Decimal = SearchValues.Create("0123456789+-.eE");

    private readonly Dictionary<string, string?> _values = [];
    private readonly Dictionary<string, List<string>> _lists = [];

    public ExpressQuery(string query)
    {
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = Decode(equals < 0 ? pair : pair[..equals]);
            string value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            int bracket = name.IndexOf('[', StringComparison.Ordinal);
            if (bracket > 0) name = name[..bracket];
            _values[name] = bracket > 0 || _values.ContainsKey(name) ? null : value;
            if (!_lists.TryGetValue(name, out List<string>? list)) _lists[name] = list = [];
            list.Add(value);
        }
    }

    /// <summary>Whether the name exists.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The value, or null if there is none or it is not a string.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>All values of a name that may be given several times, or with commas between them.</summary>
    public IReadOnlyList<string> All(string name) =>
    [
        .. _lists.GetValueOrDefault(name, [])
            .SelectMany(static value => value.Split(',', StringSplitOptions.RemoveEmptyEntries)),
    ];

    /// <summary>The value as JavaScript's Number() sees it; NaN for what is no number.</summary>
    public double Number(string name)
    {
        if (this[name] is not { } text) return double.NaN;

        text = text.Trim();
        if (text.Length == 0) return 0;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ReadDigits(text, NumberStyles.AllowHexSpecifier);
        if (text.StartsWith("0b", StringComparison.OrdinalIgnoreCase))
            return ReadDigits(text, NumberStyles.AllowBinarySpecifier);
        if (text is "Infinity" or "+Infinity") return double.PositiveInfinity;
        if (text is "-Infinity") return double.NegativeInfinity;
        // .NET accepts more names for numbers than JavaScript.
        if (text.AsSpan().IndexOfAnyExcept(Decimal) >= 0) return double.NaN;

        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
    }

    private static double ReadDigits(string text, NumberStyles style) =>
        ulong.TryParse(text.AsSpan(2), style, CultureInfo.InvariantCulture, out ulong number) ? number : double.NaN;

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
