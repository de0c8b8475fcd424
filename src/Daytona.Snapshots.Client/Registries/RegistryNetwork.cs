using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Registries;

/// <summary>How registries are reached.</summary>
/// <param name="Proxy">The proxy.</param>
/// <param name="SkipCertificateCheck">Whether any certificate is accepted.</param>
internal sealed record RegistryNetwork(ServiceProxy Proxy, bool SkipCertificateCheck)
{
    /// <summary>The proxy of the environment or the system, and valid certificates only.</summary>
    public static RegistryNetwork Default { get; } = new(ServiceProxy.OfEnvironment, SkipCertificateCheck: false);

    public HttpClient CreateClient() => HttpConnections.Create(Proxy, SkipCertificateCheck);

    public string? DescribeProxy(Uri destination) => Proxy.Describe(destination);
}
