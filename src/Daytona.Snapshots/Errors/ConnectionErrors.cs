namespace Daytona.Snapshots.Errors;

/// <summary>Errors of a service that can't be reached.</summary>
internal static class ConnectionErrors
{
    private const string CheckUrl = "Check -ApiUrl or $env:DAYTONA_API_URL";

    public static CmdletError For(DaytonaConnectionException exception, object? target, Uri? apiUrl)
    {
        (ErrorId id, string advice) = exception.Failure switch
        {
            ConnectionFailure.NameResolution => (ErrorId.HostUnknown, $"{CheckUrl}, and the network."),
            ConnectionFailure.Refused => (ErrorId.ConnectionRefused, $"Check that the server runs. {CheckUrl}."),
            ConnectionFailure.Tls => (
                ErrorId.CertificateRefused, "Check the host name, that the server uses https, and that this machine trusts the certificate's issuer."),
            ConnectionFailure.Timeout => (ErrorId.ConnectionTimeout, "Try again; check the network, and any proxy."),
            ConnectionFailure.NotDaytona or ConnectionFailure.Redirected => (ErrorId.NotDaytona, $"{CheckUrl}: it usually ends in /api."),
            ConnectionFailure.InsecureUrl => (ErrorId.InsecureUrl, ""),
            ConnectionFailure.InvalidUrl => (ErrorId.InvalidUrl, $"{CheckUrl}."),
            ConnectionFailure.InvalidProxy => (ErrorId.InvalidProxy, ""),
            ConnectionFailure.UnsupportedApi => (ErrorId.UnsupportedApi, $"{CheckUrl}."),
            ConnectionFailure.ProxyUnreachable or ConnectionFailure.ProxyRefused => (
                ErrorId.ProxyUnreachable, "Check the proxy's settings. To connect without it, use Connect-Daytona -NoProxy."),
            ConnectionFailure.ProxyAuthenticationRequired => (
                ErrorId.ProxyAuthenticationRequired, "Connect with Connect-Daytona -Proxy and -ProxyCredential, or with -NoProxy."),
            _ => (ErrorId.ConnectionBroken, "Try again; check the network, and any proxy."),
        };
        return id.With($"{ErrorText.Sentence(exception.Message)} {advice}".TrimEnd(), target ?? apiUrl, exception);
    }
}
