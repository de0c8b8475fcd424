using System.Globalization;
using System.Text;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Keeps only the end of long texts while JSON is read, because a command in a sandbox can print any amount. The JSON stays valid.
/// </summary>
internal sealed class JsonTextLimit
{
    /// <summary>The length of a text in bytes of JSON, of which no more is kept.</summary>
    public const int MaxLength = 1024 * 1024;

    // Longer than the note, which takes the place of what is left out.
    private const int NoteLength = 64;

    private int _start = -1;
    private bool _isEscaped;
    private long _dropped;

    /// <summary>Takes bytes that were read, and shortens the texts in them in place.</summary>
    /// <param name="buffer">The JSON so far.</param>
    /// <param name="length">Its length.</param>
    /// <param name="count">The number of new bytes after it.</param>
    /// <returns>The new length.</returns>
    public int Append(byte[] buffer, int length, int count)
    {
        int end = length + count;
        for (int read = length; read < end; read++)
        {
            byte value = buffer[read];
            bool isQuote = value == '"' && !_isEscaped;
            if (isQuote && _start >= 0) length = Close(buffer, length);
            _isEscaped = _start >= 0 && value == '\\' && !_isEscaped;
            buffer[length++] = value;
            if (isQuote) _start = _start < 0 ? length : -1;
            else if (_start >= 0 && length - _start == 2 * MaxLength) length = Cut(buffer, length, MaxLength);
        }

        return length;
    }

    private int Close(byte[] buffer, int length)
    {
        if (_dropped == 0 && length - _start <= MaxLength) return length;
        length = Cut(buffer, length, MaxLength - NoteLength);
        byte[] note = Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, "[{0:N0} bytes left out]\\n", _dropped));
        Buffer.BlockCopy(buffer, _start, buffer, _start + note.Length, length - _start);
        Buffer.BlockCopy(note, 0, buffer, _start, note.Length);
        _dropped = 0;
        return length + note.Length;
    }

    // At the start of a character or an escape sequence.
    private int Cut(byte[] buffer, int length, int kept)
    {
        int from = _start;
        while (from < length - kept || IsWithinCharacter(buffer, from)) from += buffer[from] != '\\' ? 1 : buffer[from + 1] == 'u' ? 6 : 2;

        Buffer.BlockCopy(buffer, from, buffer, _start, length - from);
        _dropped += from - _start;
        return length - (from - _start);
    }

    // The later bytes of a character in UTF-8, or the second half of a surrogate pair (\uDC00 to \uDFFF).
    private static bool IsWithinCharacter(byte[] json, int index) =>
        (json[index] & 0xC0) == 0x80
        || (json[index] == '\\' && json[index + 1] == 'u' && (json[index + 2] | 0x20) == 'd' && (json[index + 3] | 0x20) is >= 'c' and <= 'f');
}
