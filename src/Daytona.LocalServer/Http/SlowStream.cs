namespace Daytona.Local.Http;

/// <summary>Forwards a few bytes at a time, and waits after each piece.</summary>
internal sealed class SlowStream(Stream inner, int bytes, TimeSpan delay, TimeProvider time) : WriteOnlyStream(inner)
{
    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (int at = 0; at < buffer.Length; at += bytes)
        {
            ReadOnlyMemory<byte> piece = buffer.Slice(at, Math.Min(bytes, buffer.Length - at));
            await Inner.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
