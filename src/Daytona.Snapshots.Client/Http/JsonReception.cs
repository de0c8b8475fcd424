using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json;
using RestSharp;
using RestSharp.Interceptors;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Receives an answer into memory that is used again, and reads the JSON of a successful one there. RestSharp itself keeps each body as
/// bytes and as text: of pages of two hundred snapshots that is more than everything they hold, and all of it large objects.
/// </summary>
internal sealed class JsonReception : Interceptor
{
    private const int FirstBuffer = 64 * 1024;

    private readonly Type _type;

    private JsonReception(Type type) => _type = type;

    /// <summary>What was read; null where the answer is none with success, or holds something else.</summary>
    public object? Value { get; private set; }

    /// <summary>Has a request's answer received so.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">What the JSON is read as.</param>
    public static JsonReception Of(RestRequest request, Type type)
    {
        var reception = new JsonReception(type);
        request.CompletionOption = HttpCompletionOption.ResponseHeadersRead;
        request.Interceptors = [reception];
        // Null has RestSharp read the body itself.
        request.AdvancedResponseWriter = (message, _) => reception.Value is null ? null! : ResponseTo(request, message);
        return reception;
    }

    /// <inheritdoc/>
    public override async ValueTask AfterHttpRequest(HttpResponseMessage responseMessage, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            // .NET Framework looks at the token before a read alone: a body that stalls ends with its response.
            using CancellationTokenRegistration stalled = cancellationToken.Register(responseMessage.Dispose);
            using Stream body = await responseMessage.Content.OpenAsync(cancellationToken).ConfigureAwait(false);
            int length = 0;
            while (await body.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                length += count;
                if (length == buffer.Length) buffer = Grow(buffer);
            }

            Value = responseMessage.IsSuccessStatusCode ? Read(buffer, length) : null;
            if (Value is null) responseMessage.Content = Copy(buffer, length, responseMessage.Content.Headers);
        }
        catch (Exception exception)
        {
            responseMessage.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            // What a body throws that breaks off depends on how it was encoded, and on the framework.
            throw new IOException(exception.Message, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private object? Read(byte[] buffer, int length)
    {
        try
        {
            return SnapshotJson.Read(new StreamReader(new MemoryStream(buffer, 0, length), Encoding.UTF8), _type);
        }
        catch (JsonException)
        {
            // Whoever reports it looks at the body.
            return null;
        }
    }

    private static RestResponse ResponseTo(RestRequest request, HttpResponseMessage message) => new(request)
    {
        StatusCode = message.StatusCode,
        ContentType = message.Content.Headers.ContentType?.MediaType,
        Headers = [.. message.Headers.SelectMany(header => header.Value.Select(value => new HeaderParameter(header.Key, value)))],
        ResponseStatus = ResponseStatus.Completed,
    };

    private static byte[] Grow(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        Buffer.BlockCopy(buffer, 0, larger, 0, buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static ByteArrayContent Copy(byte[] buffer, int length, HttpContentHeaders headers)
    {
        var content = new ByteArrayContent(buffer.AsSpan(0, length).ToArray());
        content.Headers.ContentType = headers.ContentType;
        return content;
    }
}
