using System.Diagnostics;
using System.Net;
using System.Text;
using RestSharp;

namespace Daytona.Snapshots.Client.Http;

/// <content>Answers that are read while they are written.</content>
internal sealed partial class RequestSender
{
    // More of an answer with an error than a message needs.
    private const int LongestErrorBody = 64 * 1024;

    /// <summary>
    /// Opens an address that the service itself has named, with the same credential. Sent once: who reads knows best what to
    /// do when it breaks. RestSharp's own streams tell nothing of the status, so this goes through the HttpClient below it.
    /// </summary>
    /// <param name="url">The address.</param>
    /// <param name="observer">Is told; null for nobody.</param>
    /// <param name="cancellationToken">Ends the request, while its head is waited for.</param>
    /// <returns>The answer, with a status from 200 to 299. The limit of a request holds for its head alone.</returns>
    /// <exception cref="DaytonaApiException">The answer is an error.</exception>
    /// <exception cref="DaytonaConnectionException">The host could not be reached, or a credential may not be sent there.</exception>
    public async Task<OpenAnswer> OpenAsync(Uri url, IClientObserver? observer, CancellationToken cancellationToken)
    {
        if (DaytonaUrl.FindFault(url, _options.AllowInsecure) is { } fault)
        {
            throw new DaytonaConnectionException(fault, null) { Failure = ConnectionFailure.Tls };
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.RequestTimeout);

        var watch = Stopwatch.StartNew();
        string outcome = "no answer";
        HttpResponseMessage? response = null;
        try
        {
            using HttpRequestMessage request = CreateStreamRequest(url);
            response = await _connections.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);
            outcome = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
            if ((int)response.StatusCode is >= 300 and < 400) throw SentElsewhere(url, response.StatusCode);
            Stream body = await response.Content.OpenAsync(limit.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                using (limit.Token.Register(response.Dispose))
                {
                    throw ToException(response, await ReadErrorAsync(body, limit.Token).ConfigureAwait(false), url);
                }
            }

            var answer = new OpenAnswer(response, body, url);
            response = null;
            return answer;
        }
        catch (Exception exception) when (exception
            is HttpRequestException or IOException or WebException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectionFault.From(exception, url);
        }
        finally
        {
            response?.Dispose();
            observer?.OnRequest($"GET {url} {outcome} in {watch.ElapsedMilliseconds} ms");
        }
    }

    private HttpRequestMessage CreateStreamRequest(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach ((string name, string value) in CallerHeaders(_options)) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        return request;
    }

    private static async Task<string> ReadErrorAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[LongestErrorBody];
        int length = 0;
        try
        {
            while (length < bytes.Length
                && await body.ReadAsync(bytes, length, bytes.Length - length, cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                length += count;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or ObjectDisposedException)
        {
            // What has come of it, or else the status, says enough.
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private DaytonaApiException ToException(HttpResponseMessage response, string body, Uri url)
    {
        var answer = new Answer(new RestResponse(new RestRequest(url))
        {
            StatusCode = response.StatusCode,
            StatusDescription = response.ReasonPhrase,
            Content = body,
        });
        return answer.ToException("GET", url.PathAndQuery, _options.Credential);
    }
}
