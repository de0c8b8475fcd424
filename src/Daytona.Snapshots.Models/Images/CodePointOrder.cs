namespace Daytona.Snapshots.Images;

/// <summary>
/// Orders strings as Python does, by code point. .NET's ordinal order is by UTF-16 code unit, and puts characters outside the
/// first plane, such as 😀, before U+E000.
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
