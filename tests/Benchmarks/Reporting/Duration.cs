using System.Globalization;

namespace Daytona.Benchmarks.Reporting;

/// <summary>Formats times for display.</summary>
internal static class Duration
{
    /// <summary>Milliseconds with a sensible unit.</summary>
    public static string Show(double milliseconds) => milliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s"),
    };
}
