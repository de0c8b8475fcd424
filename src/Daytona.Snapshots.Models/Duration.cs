using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots;

/// <summary>
/// A duration, such as the age of a snapshot. In PowerShell, it compares with a TimeSpan and with text such as <c>30d</c>, but not with
/// a number, which has no unit.
/// </summary>
[TypeConverter(typeof(DurationConverter))]
public readonly record struct Duration : IComparable<Duration>, IComparable
{
    // A capital M may mean a month.
    private static readonly Regex WithUnit = new(
        @"^\s*(?<number>[0-9]{1,6}(\.[0-9]{1,6})?)\s*(?<unit>[sS]([eE][cC])?|m([iI][nN])?|[hH]|[dD]|[wW])\s*$", RegexOptions.CultureInvariant);

    private readonly TimeSpan _value;

    /// <summary>Creates a duration.</summary>
    /// <param name="value">The duration.</param>
    public Duration(TimeSpan value) => _value = value;

    /// <summary>The duration in days, with a fraction.</summary>
    public double TotalDays => _value.TotalDays;

    /// <summary>Reads a number with a unit (<c>90s</c>, <c>10m</c>, <c>2h</c>, <c>14d</c>, <c>2w</c>), or the text of a TimeSpan with colons.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration.</param>
    /// <returns>False if the text is neither.</returns>
    public static bool TryParse(string? text, out Duration duration)
    {
        duration = default;
        if (text is null) return false;
        if (WithUnit.Match(text) is not { Success: true } match)
        {
            TimeSpan span = default;
            bool isSpan = text.IndexOf(':') >= 0 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span);
            duration = new Duration(span);
            return isSpan;
        }

        double number = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        duration = new Duration(char.ToLowerInvariant(match.Groups["unit"].Value[0]) switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => TimeSpan.FromDays(7 * number),
        });
        return true;
    }

    /// <summary>The duration as a TimeSpan.</summary>
    /// <returns>The TimeSpan.</returns>
    public TimeSpan ToTimeSpan() => _value;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => _value.CompareTo(other._value);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is null ? 1 : CompareTo((Duration)obj);

    /// <summary>The duration in its largest unit.</summary>
    /// <returns>A text such as <c>45s</c>, <c>12m</c>, <c>5h</c> or <c>40d</c>.</returns>
    public override string ToString()
    {
        (double number, char unit) = _value switch
        {
            _ when _value < TimeSpan.FromMinutes(1) => (_value.TotalSeconds, 's'),
            _ when _value < TimeSpan.FromHours(1) => (_value.TotalMinutes, 'm'),
            _ when _value < TimeSpan.FromDays(1) => (_value.TotalHours, 'h'),
            _ => (_value.TotalDays, 'd'),
        };
        // The clock of the service may be a little ahead.
        return Math.Max(0, Math.Floor(number)).ToString("0", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>Whether the left duration is shorter.</summary>
    public static bool operator <(Duration left, Duration right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left duration is longer.</summary>
    public static bool operator >(Duration left, Duration right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left duration is not longer.</summary>
    public static bool operator <=(Duration left, Duration right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left duration is not shorter.</summary>
    public static bool operator >=(Duration left, Duration right) => left.CompareTo(right) >= 0;
}

/// <summary>Converts what PowerShell compares a duration with.</summary>
public sealed class DurationConverter : TypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => true;

    /// <inheritdoc/>
    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => value switch
    {
        Duration duration => duration,
        TimeSpan span => new Duration(span),
        string text when Duration.TryParse(text, out Duration duration) => duration,
        _ => throw new NotSupportedException($"'{value}' has no unit. Specify a text such as '30d', '12h' or '2w', or a TimeSpan."),
    };
}
