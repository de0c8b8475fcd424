namespace Daytona.Local.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Nothing but the delay, before the work.</summary>
    Delay,

    /// <summary>The work is done, and its answer held back for the delay.</summary>
    DelayAfter,

    /// <summary>
    /// Another answer, and no work: status, headers and body of the fault, or the service's own error of that status.
    /// </summary>
    Answer,

    /// <summary>The work is done, and answered with the status, headers and body of the fault.</summary>
    AnswerAfter,

    /// <summary>The connection is closed before the work.</summary>
    CloseBefore,

    /// <summary>
    /// The work is done, and the connection closed in the middle of the answer: of a log, in the middle of what it has
    /// at that time; of the notification channel, when it has its first event to send.
    /// </summary>
    CloseDuring,

    /// <summary>The work is done, and the connection closed without an answer.</summary>
    CloseAfter,

    /// <summary>A proxy's page instead of an answer: 200 unless a status is given, and no work.</summary>
    HtmlPage,

    /// <summary>The work is done, and the body left out.</summary>
    EmptyBody,

    /// <summary>The work is done, and half of its JSON sent as if that were all.</summary>
    HalfJson,

    /// <summary>
    /// The work is done, and answered under another content type: <c>text/plain</c>, or the fault's header.
    /// </summary>
    WrongContentType,

    /// <summary>
    /// A redirect to the fault's <c>Location</c> header, or to another host: 302 unless a status is given.
    /// </summary>
    Redirect,

    /// <summary>The answer comes in pieces of the fault's bytes, with the delay after each.</summary>
    SlowBody,

    /// <summary>
    /// The connection is closed after the fault's bytes of the body: every log that is longer is cut there.
    /// </summary>
    CutBody,

    /// <summary>Nothing is answered, and nothing done, until the client gives up.</summary>
    Silence,

    /// <summary>The work is done, and nothing answered until the client gives up.</summary>
    SilenceAfter,

    /// <summary>
    /// The headers and the fault's bytes of the body are sent, and then nothing more: of a log, at every connection. The
    /// notification channel opens and never sends anything.
    /// </summary>
    StallBody,

    /// <summary>
    /// The connection is closed when the fault's bytes of the request's body have arrived: in the middle of an upload.
    /// </summary>
    CutRequest,

    /// <summary>The work is done, and a field of the JSON changed or removed: see <see cref="Fault.Field"/>.</summary>
    ChangeField,

    /// <summary>The work is done, and the body compressed with gzip and damaged.</summary>
    DamagedGzip,

    /// <summary>The work is done, and a byte sequence that is not UTF-8 put into the first text of the JSON.</summary>
    InvalidUtf8,

    /// <summary>The work is done, and as many spaces as the fault's bytes sent before the body.</summary>
    PadBody,

    /// <summary>The items of a page come in another order.</summary>
    ShufflePage,

    /// <summary>Someone else acts before the work: see <see cref="Fault.Meanwhile"/>.</summary>
    Meanwhile,
}
