using System.Text;
using System.Text.Json;

namespace Daytona.Local.Http;

/// <summary>A response before it is sent, so that a fault can lose, cut or change it.</summary>
internal sealed class LocalResponse(int status, ReadOnlyMemory<byte> body = default, string? contentType = null)
{
    public const string JsonType = "application/json; charset=utf-8";

    /// <summary>Nothing to send: the connection was taken over, and has ended.</summary>
    public static readonly LocalResponse Sent = new(101);

    public int Status { get; set; } = status;
    public string? ContentType { get; set; } = contentType;
    public Dictionary<string, string> Headers { get; init; } = [];
    public ReadOnlyMemory<byte> Body { get; set; } = body;

    /// <summary>A body that has no end yet, such as a followed log, instead of the other.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>>? Pieces { get; set; }

    /// <summary>The length of the body that a HEAD describes, if it differs from this one.</summary>
    public long? Length { get; init; }
    public ResponseSource Source { get; set; }

    /// <summary>The pooled array behind the body, given back once it is sent.</summary>
    public byte[]? Rented { get; init; }

    public static LocalResponse Text(int status, string body, string contentType = JsonType) =>
        new(status, Encoding.UTF8.GetBytes(body), contentType);

    public static LocalResponse Json(object value, int status = 200) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(value, LocalJson.Options), JsonType);

    /// <summary>A body in one piece.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> WholeAsync(ReadOnlyMemory<byte> body)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return body;
    }
}

/// <summary>The program that sends a response, which determines its headers.</summary>
internal enum ResponseSource
{
    /// <summary>The service, with its version.</summary>
    Api,
    /// <summary>The service's framework, which refuses some requests by itself. It adds an entity tag to every response.</summary>
    Framework,
    /// <summary>Another program: the proxy, the storage or the registry.</summary>
    Other,
}
