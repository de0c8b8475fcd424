namespace Daytona.Local.Faults;

/// <summary>The kinds of faults.</summary>
public enum FaultKind
{
    /// <summary>Only the delay, before the work.</summary>
    Delay,
    /// <summary>The work is done, and its response delayed.</summary>
    DelayAfter,
    /// <summary>Another response without the work: status, headers and body of the fault, or the service's own error of that status.</summary>
    Answer,
    /// <summary>The work is done, and the response has the status, headers and body of the fault.</summary>
    AnswerAfter,
    /// <summary>The connection is closed before the work.</summary>
    CloseBefore,
    /// <summary>The work is done, and the connection closed in the middle of the response, or at the first event of the notification channel.</summary>
    CloseDuring,
    /// <summary>The work is done, and the connection closed without a response.</summary>
    CloseAfter,
    /// <summary>A proxy's page instead of a response, without the work. The status is 200 by default.</summary>
    HtmlPage,
    /// <summary>The work is done, and the body omitted.</summary>
    EmptyBody,
    /// <summary>The work is done, and half of its JSON sent as a complete response.</summary>
    HalfJson,
    /// <summary>The work is done, and the response has another content type: <c>text/plain</c>, or the fault's header.</summary>
    WrongContentType,
    /// <summary>A redirect to the fault's <c>Location</c> header, or to another host. The status is 302 by default.</summary>
    Redirect,
    /// <summary>The response is sent in pieces of the fault's bytes, with the delay after each.</summary>
    SlowBody,
    /// <summary>The connection is closed after the fault's bytes of the body, which cuts every longer log.</summary>
    CutBody,
    /// <summary>There is no response and no work until the client gives up.</summary>
    Silence,
    /// <summary>The work is done, and there is no response until the client gives up.</summary>
    SilenceAfter,
    /// <summary>The headers and the fault's bytes of the body are sent, and then nothing more. The notification channel opens and sends nothing.</summary>
    StallBody,
    /// <summary>The connection is closed when the fault's bytes of the request's body have arrived: in the middle of an upload.</summary>
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
    /// <summary>Another client acts before the work: see <see cref="Fault.Meanwhile"/>.</summary>
    Meanwhile,
}
