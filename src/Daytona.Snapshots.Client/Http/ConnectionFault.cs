using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Tells from what HTTP's layers throw why a service could not be reached.</summary>
internal static class ConnectionFault
{
    /// <summary>The failure as this library reports it.</summary>
    public static DaytonaConnectionException From(Exception exception, Uri apiUrl)
    {
        ConnectionFailure failure = Classify(exception);
        string host = apiUrl.IsDefaultPort ? apiUrl.Host : $"{apiUrl.Host}:{apiUrl.Port}";
        string message = failure switch
        {
            ConnectionFailure.NameResolution => $"The name {apiUrl.Host} is not known.",
            ConnectionFailure.Refused => $"{host} does not accept connections.",
            ConnectionFailure.Tls => $"The certificate of {host} was not accepted: {Innermost(exception).Message}",
            ConnectionFailure.Timeout => $"{host} did not answer in time.",
            _ => $"The connection to {host} broke: {Innermost(exception).Message}",
        };
        return new DaytonaConnectionException(message, exception) { Failure = failure };
    }

    private static ConnectionFailure Classify(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
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

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return exception;
    }
}
