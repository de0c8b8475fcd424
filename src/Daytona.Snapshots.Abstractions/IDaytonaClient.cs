namespace Daytona.Snapshots;

/// <summary>
/// A client of the Daytona API, with one property for each resource. Safe for concurrent use. Any call can throw a <see
/// cref="DaytonaApiException"/> if the service refuses, a <see cref="DaytonaConnectionException"/> if the service can't be
/// reached, and an <see cref="OperationCanceledException"/>.
/// </summary>
public interface IDaytonaClient : IDisposable
{
    /// <summary>The URL of the API, such as <c>https://app.daytona.io/api</c>.</summary>
    Uri ApiUrl { get; }

    /// <summary>Lists, creates, updates and removes snapshots, waits for them, and reads their build logs.</summary>
    ISnapshotsClient Snapshots { get; }

    /// <summary>Identifies the credential's owner.</summary>
    IAccountClient Account { get; }

    /// <summary>Lists the regions in which snapshots can be created.</summary>
    IRegionsClient Regions { get; }

    /// <summary>Manages container registries.</summary>
    IRegistriesClient Registries { get; }

    /// <summary>Starts sandboxes, runs commands in them and deletes them.</summary>
    ISandboxesClient Sandboxes { get; }

    /// <summary>Gets a view of this client that reports its requests to an observer. Disposing the view has no effect.</summary>
    /// <param name="observer">Notified of requests and waits, on an arbitrary thread.</param>
    /// <returns>A client that shares its connections with this one.</returns>
    IDaytonaClient ObservedBy(IClientObserver observer);
}
