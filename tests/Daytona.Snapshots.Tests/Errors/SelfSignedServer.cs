using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Daytona.Snapshots.Tests.Errors;

/// <summary>A server whose certificate nobody trusts. One serves the whole run of the tests.</summary>
internal static class SelfSignedServer
{
    private static readonly Lazy<int> Listening = new(Listen);

    /// <summary>Its address.</summary>
    public static string Url => $"https://127.0.0.1:{Listening.Value}/api";

    private static int Listen()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = AcceptAsync(listener, certificate);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AcceptAsync(TcpListener listener, X509Certificate2 certificate)
    {
        while (true)
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await using var secure = new SslStream(client.GetStream());
            try
            {
                await secure.AuthenticateAsServerAsync(certificate);
                // The client may read the end of the handshake first.
                _ = await secure.ReadAsync(new byte[1]);
            }
            catch (Exception exception) when (exception is IOException or AuthenticationException)
            {
                // The client has refused the certificate.
            }
        }
    }
}
