using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Determines from exceptions of the HTTP stack why the service could not be reached.</summary>
internal static class ConnectionFailureClassifier
{
    /// <summary>The failure as this library reports it.</summary>
    /// <param name="exception">The exception of the HTTP stack.</param>
    /// <param name="url">The URL of the request.</param>
    /// <param name="proxy">The proxy's name, see <see cref="ServiceProxy.Describe"/>; null if there is none.</param>
    public static DaytonaConnectionException ToException(Exception exception, Uri url, string? proxy)
    {
        ConnectionFailure failure = Causes(exception).Any(IsPlainAnswer) ? ConnectionFailure.NotHttps : FirstOf(exception, Classify) ?? ConnectionFailure.Broken;
        if (proxy is not null)
        {
            // The connection is made to the proxy, and not to the host.
            failure = FirstOf(exception, ClassifyProxy)
                ?? (failure is ConnectionFailure.NameResolution or ConnectionFailure.Refused ? ConnectionFailure.ProxyUnreachable : failure);
        }

        string host = url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}";
        // .NET ends some of its messages with a stray quotation mark.
        string detail = UserInfo.RemoveFrom(exception.GetBaseException().Message).TrimEnd('"', '.');
        string way = proxy is null ? "" : $" through the proxy {proxy}";
        string message = failure switch
        {
            ConnectionFailure.NameResolution => $"The host name {url.Host} is unknown.",
            ConnectionFailure.Refused => $"{host} does not accept connections.",
            ConnectionFailure.Tls => $"{ExplainTls(exception, host)}: {detail}",
            ConnectionFailure.NotHttps => $"{host} does not speak HTTPS.",
            ConnectionFailure.Timeout => $"{host} did not respond in time{way}.",
            ConnectionFailure.ProxyUnreachable => $"The proxy {proxy} cannot be reached: {detail}",
            ConnectionFailure.ProxyAuthenticationRequired => RequiresAuthentication(proxy!),
            ConnectionFailure.ProxyRefused => $"The proxy {proxy} did not connect to {host}: {detail}",
            _ => $"The connection to {host}{way} broke: {detail}",
        };
        return new DaytonaConnectionException(failure, message, UserInfo.RemoveFrom(exception));
    }

    /// <summary>Whether the proxy failed, and not the host behind it.</summary>
    public static bool IsOfProxy(DaytonaException exception) => exception is DaytonaConnectionException
    {
        Failure: ConnectionFailure.ProxyUnreachable or ConnectionFailure.ProxyRefused or ConnectionFailure.ProxyAuthenticationRequired,
    };

    /// <summary>The failure of a response with status 407.</summary>
    /// <param name="proxy">The proxy's name, or null if the settings have none.</param>
    public static DaytonaConnectionException ProxyAuthenticationRequired(string? proxy) =>
        new(ConnectionFailure.ProxyAuthenticationRequired, RequiresAuthentication(proxy ?? "in between"));

    private static string RequiresAuthentication(string proxy) =>
        $"The proxy {proxy} requires a user name and a password, or rejected those that were sent.";

    // A host may refuse the version of TLS, or this machine the certificate. .NET's messages are the same in every language.
    private static string ExplainTls(Exception exception, string host) =>
        Causes(exception).Any(static cause => cause is WebException { Status: WebExceptionStatus.TrustFailure } || Mentions(cause, "certificate"))
            ? $"The certificate of {host} was not accepted"
            : $"A secure connection to {host} could not be established";

    private static bool Mentions(Exception exception, string words) => exception.Message.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0;

    // The answer to a TLS handshake is not TLS, in the words of .NET and of .NET Framework.
    private static bool IsPlainAnswer(Exception exception) =>
        Mentions(exception, "Cannot determine the frame size") || Mentions(exception, "unexpected packet format");

    private static ConnectionFailure? Classify(Exception cause) => cause switch
    {
        AuthenticationException or WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure } =>
            ConnectionFailure.Tls,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }
            or WebException { Status: WebExceptionStatus.NameResolutionFailure } => ConnectionFailure.NameResolution,
        SocketException
        {
            SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable
                or SocketError.NetworkUnreachable or SocketError.AddressNotAvailable or SocketError.NetworkDown,
        } => ConnectionFailure.Refused,
        TimeoutException or OperationCanceledException or SocketException { SocketErrorCode: SocketError.TimedOut }
            or WebException { Status: WebExceptionStatus.Timeout } => ConnectionFailure.Timeout,
#if NET
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => ConnectionFailure.NameResolution,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => ConnectionFailure.Tls,
#endif
        _ => null,
    };

    /// <summary>The failure that only a proxy can cause; null if it is another.</summary>
    private static ConnectionFailure? ClassifyProxy(Exception cause) => cause switch
    {
#if NET
        // .NET 8 has the status only in the message, which is the same in every language.
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel
            when tunnel.StatusCode != HttpStatusCode.ProxyAuthenticationRequired && !Mentions(tunnel, "status code '407'") => ConnectionFailure.ProxyRefused,
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => ConnectionFailure.ProxyAuthenticationRequired,
#endif
        WebException { Response: HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } } => ConnectionFailure.ProxyAuthenticationRequired,
        WebException { Status: WebExceptionStatus.RequestProhibitedByProxy } => ConnectionFailure.ProxyRefused,
        // The limit for connecting, which is made to the proxy; that for the whole request is a cancellation.
        TimeoutException or WebException { Status: WebExceptionStatus.ProxyNameResolutionFailure } => ConnectionFailure.ProxyUnreachable,
        _ => null,
    };

    private static ConnectionFailure? FirstOf(Exception exception, Func<Exception, ConnectionFailure?> classify) =>
        Causes(exception).Select(classify).FirstOrDefault(static failure => failure is not null);

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException) yield return cause;
    }
}
