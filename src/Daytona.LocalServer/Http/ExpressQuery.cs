using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Daytona.Local.Http;

/// <summary>A query string as the framework of the service reads it: a name that is repeated or has brackets is not a string.</summary>
internal sealed class ExpressQuery(string query)
{
    private readonly ILookup<string, KeyValuePair<string, StringValues>> _values =
        QueryHelpers.ParseQuery(query).ToLookup(static pair => pair.Key.Split('[')[0]);

    /// <summary>Whether the name exists.</summary>
    public bool Has(string name) => _values.Contains(name);

    /// <summary>The value, or null if there is none or it is not a string.</summary>
    public string? this[string name] => _values[name].ToArray() is [{ Value: [{ } value] } pair] && pair.Key == name ? value : null;

    /// <summary>All values of a name that may be given several times, or with commas between them.</summary>
    public IReadOnlyList<string> All(string name) =>
    [
        .. _values[name].SelectMany(static pair => pair.Value)
            .SelectMany(static value => value!.Split(',', StringSplitOptions.RemoveEmptyEntries)),
    ];

    /// <summary>The value as JavaScript's Number() sees it: 0 for an empty one, and NaN for one that is no number.</summary>
    public double Number(string name)
    {
        if (this[name]?.Trim() is "") return 0;
        return double.TryParse(this[name], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
    }
}
