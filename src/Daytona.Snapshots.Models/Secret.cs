namespace Daytona.Snapshots;

/// <summary>
/// A value that must stay hidden: it prints as <c>***</c> and has no public property for a serializer. Comparing two of them is not
/// protected against measuring how long it takes.
/// </summary>
public sealed record Secret
{
    private readonly string _value;

    /// <summary>Hides a value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The value is null or blank.</exception>
    public Secret(string value)
    {
        if (string.IsNullOrWhiteSpace(value)) throw new ArgumentException("A secret can't be empty.", nameof(value));
        _value = value;
    }

    /// <summary>Whether the value can be sent in an HTTP header.</summary>
    public bool FitsInHeader => FitsHeader(_value);

    /// <summary>Reveals the value, for the code that sends it.</summary>
    public string Reveal() => _value;

    /// <summary>Replaces every occurrence of the value in a text by <c>***</c>. Other forms of it, such as Base64, stay.</summary>
    /// <param name="text">Any text, such as an error message.</param>
    public string Mask(string text)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        return text.Replace(_value, "***");
    }

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";

    /// <summary>
    /// Whether a value can be sent in a header: printable ASCII without spaces, as in all credentials and IDs. For any other
    /// value, errors of the HTTP stack quote the whole header, including the secret.
    /// </summary>
    internal static bool FitsHeader(string value) => value.All(static letter => letter is > ' ' and <= '~');
}
