using System.Globalization;

namespace Daytona.Snapshots.Tests;

/// <summary>
/// Cultures whose numbers and dates differ from the invariant ones. The tests run without the data of cultures, so these have the values
/// that matter. <c>Sync-DaytonaSnapshot.Tests.ps1</c> uses the real ones in a process of its own.
/// </summary>
internal static class Cultures
{
    public static CultureInfo Create(string name)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        if (name.Length == 0) return culture;
        bool isArabic = name == "ar-SA";
        culture.NumberFormat.NumberDecimalSeparator = isArabic ? "٫" : ",";
        culture.NumberFormat.NumberGroupSeparator = isArabic ? "٬" : ".";
        culture.NumberFormat.NegativeSign = isArabic ? "\u061C-" : "-";
        culture.DateTimeFormat.ShortDatePattern = "d.M.yyyy";
        return culture;
    }
}
