using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Images;

/// <summary>The Python versions for which a slim Debian image exists.</summary>
internal static class PythonVersion
{
    private const string DefaultSeries = "3.12";

    // The micro versions that the Python SDK writes. Newer ones would change the text and cause other builds.
    private static readonly string[] Latest = ["3.9.22", "3.10.17", "3.11.12", "3.12.10", "3.13.3"];

    /// <summary>The series, the newest first.</summary>
    public static IReadOnlyList<string> Series { get; } =
        [.. Latest.Select(static micro => micro.Substring(0, micro.LastIndexOf('.'))).Reverse()];

    private static readonly Regex Shape = new(@"^3(\.[0-9]{1,2}){1,2}(rc[0-9]*)?\z", RegexOptions.CultureInvariant);

    /// <summary>Completes a series to its micro version.</summary>
    /// <exception cref="ArgumentException">The service does not support the version.</exception>
    public static string Resolve(string? version)
    {
        string wanted = string.IsNullOrEmpty(version) ? DefaultSeries : version!;
        string[] parts = wanted.Split('.');
        string? latest = Shape.IsMatch(wanted)
            ? Array.Find(Latest, micro => micro.StartsWith($"{parts[0]}.{parts[1]}.", StringComparison.Ordinal))
            : null;
        if (latest is null)
        {
            throw new ArgumentException(
                $"Daytona does not support Python version '{version}'. Use a series from 3.9 to 3.13, such as 3.12, or " +
                "one of its micro versions, such as 3.12.10.", nameof(version));
        }

        return parts.Length > 2 ? wanted : latest;
    }
}
