using Daytona.Tests;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>Passes connections on to a server, and cuts the first that has sent so many bytes.</summary>
internal sealed class CuttingProxy(Uri target, long cutAfter) : ForwardingProxy(target.Host, target.Port)
{
    private long _cutAfter = cutAfter;

    /// <summary>Bytes that clients sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Whether a connection was cut.</summary>
    public bool HasCut { get; private set; }

    protected override async Task SendAsync(Stream to, ReadOnlyMemory<byte> bytes, long sentBefore)
    {
        await to.WriteAsync(bytes, Stopping);
        Sent += bytes.Length;
        if (sentBefore + bytes.Length < Volatile.Read(ref _cutAfter) || Interlocked.Exchange(ref _cutAfter, long.MaxValue) == long.MaxValue) return;

        HasCut = true;
        throw new IOException("Cut.");
    }
}
