namespace Daytona.Local.Http;

/// <summary>Forwards a number of bytes, and then nothing until the client gives up.</summary>
internal sealed class StallStream(Stream inner, int bytes) : WriteOnlyStream(inner)
{
    private int _left = bytes;

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> passed = buffer[..Math.Min(_left, buffer.Length)];
        await Inner.WriteAsync(passed, cancellationToken).ConfigureAwait(false);
        await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        _left -= passed.Length;
        if (passed.Length < buffer.Length) await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
    }
}
