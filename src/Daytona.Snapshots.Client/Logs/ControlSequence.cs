using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>
/// A control sequence for terminals, in the forms of ECMA-48: <c>ESC [ … m</c>, <c>ESC ] … BEL</c> and so on, or the same
/// with a C1 control in place of the escape and its second character.
/// </summary>
/// <param name="End">The index after its last character.</param>
/// <param name="Complete">Whether it is complete, and not truncated by the end of the text.</param>
/// <param name="Colour">Its parameters if it sets the colour or the weight of the text; otherwise null.</param>
internal readonly record struct ControlSequence(int End, bool Complete, string? Colour)
{
    public const char Escape = '\u001b';

    private const char Bell = '\u0007';
    private const char Cancel = '\u0018';
    private const char Substitute = '\u001a';
    private const char StringTerminator = '\u009c';

    // Parameters with a private prefix, such as ESC [ > 4 m, set something else. A longer sequence is not a colour.
    private static readonly Regex ColourParameters = new(@"^[0-9;:]{0,64}\z", RegexOptions.CultureInvariant);

    /// <summary>Whether a character begins a control sequence.</summary>
    public static bool Begins(char character) => character is Escape or (>= '\u0080' and <= '\u009f');

    /// <summary>Reads the sequence whose first character is at an index.</summary>
    public static ControlSequence At(string text, int start)
    {
        int next = start + 1;
        char kind = text[start];
        if (kind == Escape)
        {
            if (next == text.Length) return new ControlSequence(next, false, null);
            // ESC and one of these is another way of writing a C1 control.
            if (text[next] is >= '@' and <= '_') kind = (char)(text[next++] + 0x40);
        }

        return kind switch
        {
            Escape => ShortSequence(text, next),
            '\u009b' => ControlFunction(text, next),
            '\u0090' or '\u0098' or '\u009d' or '\u009e' or '\u009f' => ControlString(text, next),
            _ => new ControlSequence(next, true, null),
        };
    }

    private static ControlSequence ShortSequence(string text, int start)
    {
        int end = Skip(text, start, ' ', '/');
        if (end == text.Length) return new ControlSequence(end, false, null);
        return new ControlSequence(text[end] is >= '0' and <= '~' ? end + 1 : end, true, null);
    }

    private static ControlSequence ControlFunction(string text, int start)
    {
        int parameters = Skip(text, start, '0', '?');
        int end = Skip(text, parameters, ' ', '/');
        if (end == text.Length) return new ControlSequence(end, false, null);
        // Any other character also ends it, as in a terminal, and is processed separately.
        if (text[end] is not (>= '@' and <= '~')) return new ControlSequence(end, true, null);

        string? colour = text[end] == 'm' && end == parameters ? text.Substring(start, end - start) : null;
        return new ControlSequence(end + 1, true, colour is not null && ColourParameters.IsMatch(colour) ? colour : null);
    }

    private static ControlSequence ControlString(string text, int start)
    {
        for (int i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case Bell or StringTerminator or Cancel or Substitute:
                    return new ControlSequence(i + 1, true, null);
                case Escape when i + 1 == text.Length:
                    return new ControlSequence(i + 1, false, null);
                case Escape:
                    return new ControlSequence(text[i + 1] == '\\' ? i + 2 : i, true, null);
            }
        }

        return new ControlSequence(text.Length, false, null);
    }

    private static int Skip(string text, int start, char first, char last)
    {
        while (start < text.Length && text[start] >= first && text[start] <= last) start++;
        return start;
    }
}
