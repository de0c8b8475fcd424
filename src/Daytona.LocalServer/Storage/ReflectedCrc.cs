namespace Daytona.Local.Storage;

/// <summary>The cyclic checks that uploads carry.</summary>
internal sealed class ReflectedCrc
{
    private readonly ulong[] _table = new ulong[256];
    private readonly int _bytes;
    private readonly ulong _mask;
    private ulong _state;

    private ReflectedCrc(ulong polynomial, int bits)
    {
        _bytes = bits / 8;
        _mask = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        _state = _mask;
        for (uint i = 0; i < 256; i++)
        {
            ulong value = i;
            for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
            _table[i] = value;
        }
    }

    /// <summary>The checksum for a header; null if it is unknown.</summary>
    public static ReflectedCrc? ForHeader(string name) => name switch
    {
        "x-amz-checksum-crc32" => new ReflectedCrc(0xEDB88320, 32),
        "x-amz-checksum-crc32c" => new ReflectedCrc(0x82F63B78, 32),
        "x-amz-checksum-crc64nvme" => new ReflectedCrc(0x9A6C9329AC4BC9B5, 64),
        _ => null,
    };

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) _state = _table[(byte)(_state ^ value)] ^ (_state >> 8);
    }

    /// <summary>The check so far, as the headers write it: most significant byte first, in Base64.</summary>
    public override string ToString()
    {
        Span<byte> result = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(result, _state ^ _mask);
        return Convert.ToBase64String(result[^_bytes..]);
    }
}
