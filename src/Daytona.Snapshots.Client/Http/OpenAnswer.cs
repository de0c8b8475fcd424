namespace Daytona.Snapshots.Client.Http;

/// <summary>An answer of which only the head has arrived; its body is read as it comes.</summary>
internal sealed class OpenAnswer(HttpResponseMessage response, Stream body, Uri url) : IDisposable
{
    /// <summary>Reads what is there of the body, or waits for more.</summary>
    /// <returns>How many bytes; 0 at the body's end.</returns>
    /// <exception cref="DaytonaConnectionException">The connection broke.</exception>
    public async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
        }
        // What a body throws that breaks off depends on how it was encoded, and on the framework.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw ConnectionFault.From(exception, url);
        }
    }

    /// <summary>Closes the connection, whatever is still to come.</summary>
    public void Dispose()
    {
        body.Dispose();
        response.Dispose();
    }
}
