using Daytona.Snapshots.Client.Http;
using Daytona.Snapshots.Client.Notifications;
using Daytona.Snapshots.Client.Snapshots;

namespace Daytona.Snapshots.Client;

/// <summary>A client of the Daytona API over HTTP. Make one for each account and share it; it keeps its connections.</summary>
public sealed partial class DaytonaClient : IDaytonaClient
{
    private readonly DaytonaClientOptions _options;
    private readonly RequestSender _sender;
    private readonly ApiConnection _api;
    private readonly SnapshotChannel _channel;
    private readonly SharedLook _look;
    private readonly TimeProvider _time;
    private readonly IClientObserver? _observer;
    private readonly bool _ownsSender;

    /// <summary>Makes a client. Nothing is sent yet.</summary>
    /// <param name="options">The address, the credential and what the client calls itself.</param>
    /// <exception cref="ArgumentException">The address is none, or plain http to another machine; or no header can carry the credential.</exception>
    public DaytonaClient(DaytonaClientOptions options) : this(options, TimeProvider.System)
    {
    }

    /// <summary>Makes a client whose waits and retries follow a clock of the caller's.</summary>
    /// <param name="options">The address, the credential and what the client calls itself.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The address is none, or plain http to another machine; or no header can carry the credential.</exception>
    public DaytonaClient(DaytonaClientOptions options, TimeProvider time)
    {
        if (options is null) throw new ArgumentNullException(nameof(options));
        if (DaytonaUrl.Validate(options.ApiUrl, options.AllowInsecure) is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        if (!options.Credential.FitsInHeader)
        {
            throw new ArgumentException(
                "The credential can't be sent: it holds a space, a line break or a letter that is not ASCII.", nameof(options));
        }

        if (options.OrganizationId is { } organization && !HeaderValue.Fits(organization))
        {
            throw new ArgumentException($"'{organization}' is not an organization's id.", nameof(options));
        }

        _options = options;
        _time = time;
        _sender = new RequestSender(options, time);
        _api = new ApiConnection(_sender, null);
        _channel = new SnapshotChannel(options, time);
        _look = new SharedLook(FindSnapshotByIdAsync, ReadSnapshots, time);
        _ownsSender = true;
    }

    private DaytonaClient(DaytonaClient shared, IClientObserver observer)
    {
        _options = shared._options;
        _time = shared._time;
        _sender = shared._sender;
        _api = new ApiConnection(_sender, observer);
        _channel = shared._channel;
        _look = shared._look;
        _observer = observer;
    }

    /// <inheritdoc/>
    public Uri ApiUrl => _options.ApiUrl;

    /// <inheritdoc/>
    public IDaytonaClient ObservedBy(IClientObserver observer) => new DaytonaClient(this, observer);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_ownsSender) return;
        _channel.Dispose();
        _sender.Dispose();
    }
}
