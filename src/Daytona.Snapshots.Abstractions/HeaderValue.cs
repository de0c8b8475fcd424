namespace Daytona.Snapshots;

/// <summary>The rule for what is sent as a header of HTTP.</summary>
public static class HeaderValue
{
    /// <summary>
    /// Whether a header can carry a value: printable ASCII without spaces, as every credential and every id is. What the
    /// layers below say of any other repeats the whole header, and the secret with it.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <returns>False for a value that must not be sent.</returns>
    public static bool Fits(string value)
    {
        if (value is null) throw new ArgumentNullException(nameof(value));
        return value.All(static letter => letter is > ' ' and <= '~');
    }
}
