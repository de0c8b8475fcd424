using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>How registries are reached.</summary>
/// <param name="Proxy">The proxy.</param>
/// <param name="SkipCertificateCheck">Whether any certificate is accepted.</param>
internal sealed record RegistryNetwork(ServiceProxy Proxy, bool SkipCertificateCheck)
{
    /// <summary>The time limit for a response of a registry, or for accepting the next bytes of a body.</summary>
    /// <value>The default is 100 seconds.</value>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Wraps the handler of requests; null for none.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? WrapHandler { get; init; }

    /// <summary>The proxy of the environment or the system, and valid certificates only.</summary>
    public static RegistryNetwork Default { get; } = new(ServiceProxy.OfEnvironment, SkipCertificateCheck: false);

    /// <summary>As the service itself is reached.</summary>
    public static RegistryNetwork For(DaytonaClientOptions options) => new(new ServiceProxy(options), options.SkipCertificateCheck)
    {
        WrapHandler = options.WrapHandler,
        ResponseTimeout = options.OperationTimeout == Timeout.InfiniteTimeSpan || options.RequestTimeout < options.OperationTimeout
            ? options.RequestTimeout
            : options.OperationTimeout,
    };

    public HttpClient CreateClient() => HttpConnections.Create(Proxy, SkipCertificateCheck, WrapHandler);

    public string? DescribeProxy(Uri destination) => Proxy.Describe(destination);
}
