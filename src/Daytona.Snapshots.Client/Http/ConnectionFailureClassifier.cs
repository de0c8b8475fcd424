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
        ConnectionFailure failure = Classify(exception);
        if (proxy is not null) failure = ClassifyProxy(exception) ?? AtProxy(failure);

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
        return new DaytonaConnectionException(message, UserInfo.RemoveFrom(exception)) { Failure = failure };
    }

    /// <summary>Whether the proxy failed, and not the host behind it.</summary>
    public static bool IsOfProxy(DaytonaException exception) => exception is DaytonaConnectionException
    {
        Failure: ConnectionFailure.ProxyUnreachable or ConnectionFailure.ProxyRefused or ConnectionFailure.ProxyAuthenticationRequired,
    };

    /// <summary>The failure of a response with status 407.</summary>
    /// <param name="proxy">The proxy's name, or null if the settings have none.</param>
    public static DaytonaConnectionException ProxyAuthenticationRequired(string? proxy) =>
        new(RequiresAuthentication(proxy ?? "in between"))
        {
            Failure = ConnectionFailure.ProxyAuthenticationRequired,
        };

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

    private static ConnectionFailure Classify(Exception exception)
    {
        if (Causes(exception).Any(IsPlainAnswer)) return ConnectionFailure.NotHttps;
        foreach (Exception cause in Causes(exception))
        {
            switch (cause)
            {
                case AuthenticationException:
                case WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure }:
                    return ConnectionFailure.Tls;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                case WebException { Status: WebExceptionStatus.NameResolutionFailure }:
                    return ConnectionFailure.NameResolution;
                case SocketException
                {
                    SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable
                        or SocketError.NetworkUnreachable or SocketError.AddressNotAvailable or SocketError.NetworkDown,
                }:
                    return ConnectionFailure.Refused;
                case TimeoutException:
                case OperationCanceledException:
                case SocketException { SocketErrorCode: SocketError.TimedOut }:
                case WebException { Status: WebExceptionStatus.Timeout }:
                    return ConnectionFailure.Timeout;
#if NET
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }:
                    return ConnectionFailure.NameResolution;
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return ConnectionFailure.Tls;
#endif
            }
        }

        return ConnectionFailure.Broken;
    }

    /// <summary>The failure that only a proxy can cause; null if it is another.</summary>
    private static ConnectionFailure? ClassifyProxy(Exception exception)
    {
        foreach (Exception cause in Causes(exception))
        {
            switch (cause)
            {
#if NET
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel:
                    // .NET 8 has the status only in the message, which is the same in every language.
                    return tunnel.StatusCode == HttpStatusCode.ProxyAuthenticationRequired || Mentions(tunnel, "status code '407'")
                        ? ConnectionFailure.ProxyAuthenticationRequired
                        : ConnectionFailure.ProxyRefused;
#endif
                case WebException { Response: HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } }:
                    return ConnectionFailure.ProxyAuthenticationRequired;
                case WebException { Status: WebExceptionStatus.RequestProhibitedByProxy }:
                    return ConnectionFailure.ProxyRefused;
                // The limit for connecting, which is made to the proxy; that for the whole request is a cancellation.
                case TimeoutException:
                case WebException { Status: WebExceptionStatus.ProxyNameResolutionFailure }:
                    return ConnectionFailure.ProxyUnreachable;
            }
        }

        return null;
    }

    // The connection is made to the proxy, and not to the host.
    private static ConnectionFailure AtProxy(ConnectionFailure failure) =>
        failure is ConnectionFailure.NameResolution or ConnectionFailure.Refused ? ConnectionFailure.ProxyUnreachable : failure;

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException) yield return cause;
    }
}
