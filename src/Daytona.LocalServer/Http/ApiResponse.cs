using System.Buffers;
using System.Text;

namespace Daytona.Local.Http;

/// <summary>A response before it is sent, so that a fault can lose, cut or change it.</summary>
internal sealed class ApiResponse
{
    public const string Json = "application/json; charset=utf-8";

    /// <summary>Nothing to send: the connection was taken over, and has ended.</summary>
    public static readonly ApiResponse Sent = new(101);

    public ApiResponse(int status) => Status = status;

    public ApiResponse(int status, ReadOnlyMemory<byte> body, string contentType = Json)
    {
        Status = status;
        Body = body;
        ContentType = contentType;
    }

    public int Status { get; set; }

    public string? ContentType { get; set; }

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>The length of the body that a HEAD describes, if it differs from this one.</summary>
    public long? Length { get; init; }

    /// <summary>
    /// Whether the service has seen the request: its framework refuses some by itself, and the storage is not the
    /// service.
    /// </summary>
    public bool HasVersion { get; set; } = true;

    /// <summary>Whether it goes through the service's framework, which adds an entity tag to every response.</summary>
    public bool HasTag { get; set; } = true;

    /// <summary>Writes a body that has no end yet, as a followed log.</summary>
    public Func<Stream, CancellationToken, Task>? Stream { get; set; }

    /// <summary>The pooled array behind the body, given back once it is sent.</summary>
    public byte[]? Rented { get; init; }

    public static ApiResponse Text(int status, string body, string contentType = Json) =>
        new(status, Encoding.UTF8.GetBytes(body), contentType);

    public static ApiResponse Of(int status, Action<System.Text.Json.Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer, SnapshotJson.WriterOptions)) write(json);
        return new ApiResponse(status, buffer.WrittenMemory);
    }

    public void Add(string name, string value) => Headers.Add(new(name, value));
}
