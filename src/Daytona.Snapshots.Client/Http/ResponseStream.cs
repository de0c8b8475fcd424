namespace Daytona.Snapshots.Client.Http;

/// <summary>A successful response whose body is read while it arrives.</summary>
internal sealed class ResponseStream : IDisposable
{
    private readonly HttpContent _content;
    private readonly Stream _body;
    private readonly Uri _url;
    private readonly CancellationTokenSource _closing = new();
    private Task _reading = Task.CompletedTask;

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
    public Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        Task<int> read = ReadOnceAsync(buffer, cancellationToken);
        _reading = read;
        return read;
    }

    /// <summary>Closes the connection, even if the body is incomplete. A read that is in progress ends first.</summary>
    public void Dispose()
    {
        if (_reading.IsCompleted)
        {
            Close();
            return;
        }

        _closing.Cancel();
        _ = _reading.ContinueWith(_ => Close(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task<int> ReadOnceAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            return await _body.ReadAsync(buffer, 0, buffer.Length, ended.Token).ConfigureAwait(false);
        }
        // The exception of a broken body depends on its encoding and on the framework.
        catch (Exception exception) when (!ended.IsCancellationRequested)
        {
            throw ConnectionFailureClassifier.ToException(exception, _url, proxy: null);
        }
    }

    private void Close()
    {
        _body.Dispose();
        _content.Dispose();
        _closing.Dispose();
    }
}
