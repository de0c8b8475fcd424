namespace Daytona.Snapshots.Images;

/// <summary>
/// The order of Python's strings: by code point. .NET's ordinal one is by UTF-16 unit, and so puts what lies outside the
/// first plane, as 😀, before U+E000.
/// </summary>
internal static class CodePointOrder
{
    public static int Compare(string left, string right)
    {
        for (int i = 0; i < left.Length && i < right.Length; i++)
        {
            if (left[i] == right[i]) continue;

            int outside = char.IsSurrogate(left[i]).CompareTo(char.IsSurrogate(right[i]));
            return outside != 0 ? outside : left[i].CompareTo(right[i]);
        }

        return left.Length.CompareTo(right.Length);
    }
}
