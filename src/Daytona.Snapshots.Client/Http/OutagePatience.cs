using System.Collections.Concurrent;
using RestSharp;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// The table of failures that pass, and of how long requests wait for that. One for each caller, such as a command of the module:
/// a service that has never answered it most likely does not exist, and one that has is probably restarting.
/// </summary>
internal sealed class OutagePatience(IClientObserver? observer)
{
    /// <summary>For how long a request waits out an outage.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    // A user waits for the first response.
    private const int MaxRetriesAtFirst = 4;

    // A shorter pause is not worth a warning.
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);

    /// <summary>The schedule of repetitions.</summary>
    public static readonly Backoff Schedule = new()
    {
        First = TimeSpan.FromSeconds(0.3),
        Max = TimeSpan.FromSeconds(5),
        Patience = Max,
        IsJittered = true,
    };

    private readonly ConcurrentDictionary<string, bool> _succeededReads = new();
    private volatile bool _hasAnswered;

    /// <summary>The caller's observer, or null if it has none.</summary>
    public IClientObserver? Observer => observer;

    /// <summary>Notes that a request succeeded.</summary>
    public void NoteSuccess(ApiRequest request)
    {
        _hasAnswered |= request.IsToApi;
        if (request.Method == Method.Get) _succeededReads.TryAdd(KindOf(request), true);
    }

    /// <summary>Notes that a request failed. A refusal, and a connection that breaks, show that the service exists.</summary>
    public void NoteFailure(ApiRequest request, DaytonaException failure) => _hasAnswered |= request.IsToApi
        && failure is DaytonaApiException { IsRefusal: true } or DaytonaConnectionException { Failure: ConnectionFailure.Broken };

    /// <summary>Whether a request may be sent again after a failure.</summary>
    /// <param name="request">The request.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="failures">The number of failures so far.</param>
    public bool Passes(ApiRequest request, DaytonaException failure, int failures) => failure switch
    {
        // It was not sent, so that any request may be sent again.
        DaytonaConnectionException { Failure: ConnectionFailure.Refused or ConnectionFailure.NameResolution } => request.IsToApi && _hasAnswered,
        DaytonaConnectionException { Failure: ConnectionFailure.Broken } => request.IsRepeatable,
        DaytonaApiException { Reason: ApiErrorReason.ServiceUnavailable } => request.IsRepeatable && (_hasAnswered || failures <= MaxRetriesAtFirst),
        // The service also responds so to requests that it will never carry out.
        DaytonaApiException { Reason: ApiErrorReason.ServiceFailed } => request.IsRepeatable && _succeededReads.ContainsKey(KindOf(request)),
        _ => false,
    };

    /// <summary>Whether a change whose outcome was open, and that was not carried out, may succeed if it is sent again.</summary>
    public static bool PassesForChange(DaytonaException failure) => failure
        is DaytonaConnectionException { Failure: ConnectionFailure.Broken or ConnectionFailure.Timeout }
        or DaytonaApiException { Reason: ApiErrorReason.ServiceUnavailable };

    /// <summary>Whether the service has understood a request and will refuse it again.</summary>
    public static bool IsFinal(DaytonaException failure) => failure
        is DaytonaApiException { FromService: true, StatusCode: 400 or 401 or 403 } or DaytonaApiException { Reason: ApiErrorReason.QuotaExceeded };

    /// <summary>Reports a pause before a request is sent again.</summary>
    public void Report(BackoffDelay pause)
    {
        string problem = pause.Failure is DaytonaApiException api ? $"The service responded with {api.StatusCode}." : pause.Failure.Message;
        // A warning is the same for each pause of an outage, so that it appears once.
        if (pause.Delay >= LongPause) observer?.OnWarning($"{problem} Retrying for up to {Max.TotalSeconds:0} s.");
        observer?.OnNotice($"{problem} Retrying in {pause.Delay.TotalSeconds:0.0} s.");
    }

    // The path without the ID or name, such as snapshots/*/build-logs.
    private static string KindOf(ApiRequest request)
    {
        string[] parts = request.Resource.Split('?')[0].Split('/');
        for (int part = 1; part < parts.Length; part += 2) parts[part] = "*";
        return string.Join("/", parts);
    }
}
