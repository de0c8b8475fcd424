using System.Text;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>
/// Splits the bytes of a log into lines, regardless of the chunks in which they arrive. A line that is rewritten after a
/// carriage return, such as a progress bar, counts once, in its last version.
/// </summary>
internal sealed class LogLines(Action<string> onLine)
{
    /// <summary>The maximum length of a line in characters. A longer line is split.</summary>
    public const int MaxLineLength = 8192;

    // The maximum length of a control sequence that must not be split.
    private const int MaxHeldBack = 256;

    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
    private readonly StringBuilder _line = new();
    private char[] _characters = [];
    private bool _returned;
    private bool _partFlushed;

    /// <summary>Whether an incomplete line is pending.</summary>
    public bool HasPart => _line.Length > 0;

    /// <summary>Adds the next bytes, which may begin and end in the middle of a character.</summary>
    public void Append(byte[] bytes, int start, int count)
    {
        int max = Encoding.UTF8.GetMaxCharCount(count);
        if (_characters.Length < max) _characters = new char[max];
        int characters = _decoder.GetChars(bytes, start, count, _characters, 0, flush: false);
        for (int i = 0; i < characters; i++) Append(_characters[i]);
    }

    /// <summary>Reports the pending part of a line as a line. Its rest becomes the next line.</summary>
    public void FlushPart()
    {
        if (EndOfPart() is var end and > 0) Flush(end);
    }

    /// <summary>Reports the rest at the end of the log.</summary>
    public void Complete()
    {
        char[] unfinished = new char[8];
        int characters = _decoder.GetChars([], 0, 0, unfinished, 0, flush: true);
        for (int i = 0; i < characters; i++) Append(unfinished[i]);
        if (HasPart) EndLine();
        _returned = _partFlushed = false;
    }

    private void Append(char character)
    {
        if (character == '\n') EndLine();
        else if (character == '\r') _returned = true;
        else
        {
            if (_returned) _line.Clear();
            _returned = false;
            _line.Append(character);
            if (_line.Length == MaxLineLength) FlushPart();
        }
    }

    private void EndLine()
    {
        // The end of a line that was already returned in parts is not another empty line.
        if (HasPart || !_partFlushed) Flush(_line.Length);
        _returned = _partFlushed = false;
    }

    private void Flush(int length)
    {
        string text = _line.ToString(0, length);
        _line.Remove(0, length);
        _partFlushed = true;
        onLine(text);
    }

    // A surrogate pair or a control sequence must not be split: its second half would count as text.
    private int EndOfPart()
    {
        int end = _line.Length;
        if (end > 1 && char.IsHighSurrogate(_line[end - 1])) end--;
        int start = Math.Max(0, end - MaxHeldBack);
        return start + LogText.EndOfComplete(_line.ToString(start, end - start));
    }
}
