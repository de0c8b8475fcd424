using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Daytona.Local.Http;

/// <summary>
/// A query string as the framework of the service reads it: a name that is repeated or has brackets is not a string.
/// </summary>
internal sealed class ExpressQuery(string query)
{
    private static readonly SearchValues<char> Decimal = SearchValues.Create("0123456789+-.eE");

    private readonly ILookup<string, KeyValuePair<string, StringValues>> _values =
        QueryHelpers.ParseQuery(query).ToLookup(static pair => pair.Key.Split('[')[0]);

    /// <summary>Whether the name exists.</summary>
    public bool Has(string name) => _values.Contains(name);

    /// <summary>The value, or null if there is none or it is not a string.</summary>
    public string? this[string name] =>
        _values[name].ToArray() is [{ Value: [{ } value] } pair] && pair.Key == name ? value : null;

    /// <summary>All values of a name that may be given several times, or with commas between them.</summary>
    public IReadOnlyList<string> All(string name) =>
    [
        .. _values[name].SelectMany(static pair => pair.Value)
            .SelectMany(static value => value!.Split(',', StringSplitOptions.RemoveEmptyEntries)),
    ];

    /// <summary>The value as JavaScript's Number() sees it; NaN for what is no number.</summary>
    public double Number(string name)
    {
        string? text = this[name]?.Trim();
        if (text is "") return 0;
        if (text is "Infinity" or "+Infinity") return double.PositiveInfinity;
        if (text is "-Infinity") return double.NegativeInfinity;
        if (text?.StartsWith("0x", StringComparison.OrdinalIgnoreCase) == true)
            return ReadDigits(text, NumberStyles.AllowHexSpecifier);
        if (text?.StartsWith("0b", StringComparison.OrdinalIgnoreCase) == true)
            return ReadDigits(text, NumberStyles.AllowBinarySpecifier);

        // .NET accepts more names for numbers than JavaScript.
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool isNumber = text?.AsSpan().ContainsAnyExcept(Decimal) == false;
        return isNumber && double.TryParse(text, Style, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
    }

    private static double ReadDigits(string text, NumberStyles style) =>
        ulong.TryParse(text.AsSpan(2), style, CultureInfo.InvariantCulture, out ulong number) ? number : double.NaN;
}
