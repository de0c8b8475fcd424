namespace Daytona.Snapshots.Client.Http;

/// <summary>A successful response whose body is read while it arrives.</summary>
internal sealed class ResponseStream : IDisposable
{
    private readonly HttpContent _content;
    private readonly Stream _body;
    private readonly Uri _url;

    private ResponseStream(HttpContent content, Stream body, Uri url)
    {
        _content = content;
        _body = body;
        _url = url;
    }

    /// <summary>Takes the body over from a response.</summary>
    public static async Task<ResponseStream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        HttpContent content = response.Content;
        Stream body = await content.OpenAsync(cancellationToken).ConfigureAwait(false);
        // Disposing the response leaves the body open.
        response.Content = new ByteArrayContent([]);
        return new ResponseStream(content, body, response.RequestMessage!.RequestUri!);
    }

    /// <summary>Reads the available part of the body, or waits for more.</summary>
    /// <returns>The number of bytes; 0 at the end of the body.</returns>
    /// <exception cref="DaytonaConnectionException">The connection broke.</exception>
    public async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _body.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
        }
        // The exception of a broken body depends on its encoding and on the framework.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw ConnectionFailureClassifier.ToException(exception, _url, proxy: null);
        }
    }

    /// <summary>Closes the connection, even if the body is incomplete.</summary>
    public void Dispose()
    {
        _body.Dispose();
        _content.Dispose();
    }
}
