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
            _ => (ErrorId.ConnectionBroken, "Try again; check the network, and any proxy."),
        };
        return id.With($"{ErrorText.Sentence(exception.Message)} {advice}", target ?? apiUrl, exception);
    }
}
