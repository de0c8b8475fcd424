using System.Text;

namespace Daytona.Snapshots.Client.Logs;

/// <summary>
/// Makes lines of a log's bytes, however these are cut up on their way. A line that is drawn anew after a carriage return,
/// as a progress bar is, counts once, in its last version.
/// </summary>
internal sealed class LogLines(Action<string> onLine)
{
    /// <summary>A line that is longer comes in pieces of this many characters at the most.</summary>
    public const int MaxLineLength = 8192;

    // A control sequence that is longer than this is not waited for when a line has to be cut.
    private const int MaxHeldBack = 256;

    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
    private readonly StringBuilder _line = new();
    private char[] _characters = [];
    private bool _returned;
    private bool _partGiven;

    /// <summary>Whether a part of a line is here that nobody was given yet.</summary>
    public bool HasPart => _line.Length > 0;

    /// <summary>Takes the next bytes, which may begin and end in the middle of a character.</summary>
    public void Append(byte[] bytes, int start, int count)
    {
        int max = Encoding.UTF8.GetMaxCharCount(count);
        if (_characters.Length < max) _characters = new char[max];
        int characters = _decoder.GetChars(bytes, start, count, _characters, 0, flush: false);
        for (int i = 0; i < characters; i++) Append(_characters[i]);
    }

    /// <summary>Gives the part of a line that is here, as a line. The rest, when it comes, is the next line.</summary>
    public void GivePart()
    {
        if (EndOfPart() is var end and > 0) Give(end);
    }

    /// <summary>Gives what is left, at the end of the log.</summary>
    public void Complete()
    {
        char[] unfinished = new char[8];
        int characters = _decoder.GetChars([], 0, 0, unfinished, 0, flush: true);
        for (int i = 0; i < characters; i++) Append(unfinished[i]);
        if (HasPart) EndLine();
        _returned = _partGiven = false;
    }

    private void Append(char character)
    {
        if (character == '\n')
        {
            EndLine();
            return;
        }

        if (character == '\r')
        {
            _returned = true;
            return;
        }

        if (_returned)
        {
            _line.Clear();
            _returned = false;
        }

        _line.Append(character);
        if (_line.Length == MaxLineLength) GivePart();
    }

    private void EndLine()
    {
        // The end of a line whose parts were all given is not an empty line more.
        if (HasPart || !_partGiven) Give(_line.Length);
        _returned = _partGiven = false;
    }

    private void Give(int length)
    {
        string text = _line.ToString(0, length);
        _line.Remove(0, length);
        _partGiven = true;
        onLine(text);
    }

    // No cut goes through a surrogate pair, or through a control sequence, whose second half would be taken for text.
    private int EndOfPart()
    {
        int end = _line.Length;
        if (end > 1 && char.IsHighSurrogate(_line[end - 1])) end--;
        for (int i = end - 1; i >= Math.Max(0, end - MaxHeldBack); i--)
        {
            if (_line[i] == ControlSequence.Escape)
            {
                return ControlSequence.At(_line.ToString(i, end - i), 0).Complete ? end : i;
            }
        }

        return end;
    }
}
