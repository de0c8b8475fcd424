using System.Globalization;

namespace Daytona.Snapshots.Parameters;

/// <summary>Parses numbers from the input of an argument transformation: literals of any type, and strings.</summary>
internal static class NumberParser
{
    /// <summary>Whether a value is of a type that has only whole numbers.</summary>
    public static bool IsWhole(object? value) => value is byte or sbyte or short or ushort or int or uint or long or ulong or System.Numerics.BigInteger;

    /// <summary>The number, or null if the value is not a number.</summary>
    public static decimal? From(object? value)
    {
        object? inner = PipelineValue.Unwrap(value);
        try
        {
            return inner switch
            {
                byte or sbyte or short or ushort or int or uint or long or ulong or decimal or float or double
                    => Convert.ToDecimal(inner, CultureInfo.InvariantCulture),
                string or FileLiteral when decimal.TryParse(inner.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) => number,
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
