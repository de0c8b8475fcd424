using System.Net;
using RestSharp.Interceptors;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Receives the response to one request: reads the body if it succeeded, or throws the error that it represents.</summary>
/// <param name="request">The request.</param>
/// <param name="read">Reads the body of a successful response.</param>
/// <param name="credential">The credential, which must not appear in an error if a server repeats it.</param>
/// <param name="proxy">The proxy's name, or null if there is none.</param>
/// <param name="clock">The service's clock.</param>
internal sealed class ResponseReception<T>(
    ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, Secret credential, string? proxy, ServiceClock clock) : Interceptor
{
    /// <summary>The status of the response, or null if there was none.</summary>
    public HttpStatusCode? Status { get; private set; }

    /// <summary>The value that was read from the response, or null if there was none.</summary>
    public Found<T>? Response { get; private set; }

    /// <inheritdoc/>
    public override async ValueTask AfterHttpRequest(HttpResponseMessage responseMessage, CancellationToken cancellationToken)
    {
        Status = responseMessage.StatusCode;
        bool isPage = string.Equals(
            responseMessage.Content.Headers.ContentType?.MediaType, "text/html", StringComparison.OrdinalIgnoreCase);
        try
        {
            Response = (int)responseMessage.StatusCode switch
            {
                407 => throw ConnectionFailureClassifier.ProxyAuthenticationRequired(proxy),
                >= 300 and < 400 => throw RedirectRefused(responseMessage),
                // A proxy's page must not count as a confirmation of the service.
                < 300 when isPage => throw ResponseBody.NotDaytona("an HTML page"),
                < 300 => new Found<T>(await read(responseMessage, cancellationToken).ConfigureAwait(false)),
                _ => throw await ErrorResponse.ReadAsync(responseMessage, request, credential, cancellationToken).ConfigureAwait(false),
            };
            if (request.IsToApi) clock.Note(responseMessage.Headers.Date);
        }
        catch (DaytonaException exception) when (
            !cancellationToken.IsCancellationRequested && DaytonaVersion.IsUnsupported(responseMessage) && IsForeign(exception))
        {
            throw DaytonaVersion.Unsupported(responseMessage.RequestMessage!.RequestUri!, exception);
        }
        finally
        {
            if (Response is null) responseMessage.Dispose();
        }
    }

    private static bool IsForeign(DaytonaException exception) => exception
        is UnexpectedResponseException
        or DaytonaConnectionException { Failure: ConnectionFailure.NotDaytona or ConnectionFailure.Redirected }
        or DaytonaApiException { Reason: ApiErrorReason.EndpointNotFound or ApiErrorReason.NotDaytona or ApiErrorReason.NotFound };

    private static DaytonaConnectionException RedirectRefused(HttpResponseMessage response) =>
        new(
            ConnectionFailure.Redirected,
            $"{response.RequestMessage!.RequestUri!.Host} redirects the request ({(int)response.StatusCode}). Credentials are not forwarded on redirects.");
}
