using System.Collections;
using System.Collections.Specialized;
using System.Globalization;

namespace Daytona.Snapshots.Images;

/// <summary>Environment variables in an order that is the same in every process.</summary>
internal static class EnvironmentVariables
{
    public static List<KeyValuePair<string, string>> From(IDictionary variables)
    {
        if (variables is null) throw new ArgumentNullException(nameof(variables));

        var pairs = new List<KeyValuePair<string, string>>(variables.Count);
        foreach (DictionaryEntry entry in variables)
        {
            string name = Text(entry.Key);
            string value = Text(entry.Value);
            if (name.Length == 0 || name.Any(c => c == '=' || char.IsWhiteSpace(c)))
            {
                throw new ArgumentException($"'{name}' can't be the name of an environment variable.", nameof(variables));
            }

            if (value.IndexOfAny(['\n', '\r']) >= 0)
            {
                throw new ArgumentException(
                    $"The value of environment variable '{name}' contains a line break, which a Dockerfile does not allow.",
                    nameof(variables));
            }

            pairs.Add(new KeyValuePair<string, string>(name, value));
        }

        // The order of a Hashtable depends on hash codes that differ in every process. A text in that order would never match
        // the service's cache.
        if (!HasOrder(variables)) pairs.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return pairs;
    }

    // All generic ones of this namespace have an order.
    private static bool HasOrder(IDictionary variables) =>
        variables is IOrderedDictionary or IList or SortedList || variables.GetType().Namespace == typeof(Dictionary<,>).Namespace;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
