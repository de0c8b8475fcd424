namespace Daytona.Snapshots.Client.Operations;

/// <summary>A request was canceled before it was sent, or after the service had refused it without beginning it.</summary>
internal sealed class RequestUnsentException(OperationCanceledException cause)
    : OperationCanceledException(cause.Message, cause, cause.CancellationToken);
