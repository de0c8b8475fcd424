namespace Daytona.Snapshots;

/// <summary>The rule for values of HTTP headers.</summary>
public static class HeaderValue
{
    /// <summary>
    /// Whether a value can be sent in a header: printable ASCII without spaces, as in all credentials and IDs. For any other
    /// value, errors of the HTTP stack quote the whole header, including the secret.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <returns>False if the value must not be sent.</returns>
    public static bool Fits(string value)
    {
        if (value is null) throw new ArgumentNullException(nameof(value));
        return value.All(static letter => letter is > ' ' and <= '~');
    }
}
