namespace Daytona.Local.Http;

/// <summary>Forwards a number of bytes, and then ends in the middle.</summary>
/// <param name="inner">The target.</param>
/// <param name="bytes">The number; null for half of the first write.</param>
internal sealed class CutStream(Stream inner, int? bytes) : WriteOnlyStream(inner)
{
    private int? _left = bytes;

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int left = _left ?? buffer.Length / 2;
        ReadOnlyMemory<byte> passed = buffer[..Math.Min(left, buffer.Length)];
        await Inner.WriteAsync(passed, cancellationToken).ConfigureAwait(false);
        await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        _left = left - passed.Length;
        if (_left == 0) throw new BodyCutException();
    }
}
