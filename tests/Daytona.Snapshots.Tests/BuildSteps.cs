namespace Daytona.Snapshots.Tests;

/// <summary>The requests of a build, and every way in which each can go wrong.</summary>
public static class BuildSteps
{
    private static readonly FaultKind[] Kinds =
    [
        FaultKind.Delay, FaultKind.DelayAfter, FaultKind.Answer, FaultKind.AnswerAfter, FaultKind.CloseBefore, FaultKind.CloseDuring,
        FaultKind.CloseAfter, FaultKind.HtmlPage, FaultKind.EmptyBody, FaultKind.HalfJson, FaultKind.WrongContentType,
        FaultKind.Redirect, FaultKind.SlowBody, FaultKind.CutBody,
    ];

    public static TheoryData<string, string> OfACreation => new()
    {
        { "GET", "/api/object-storage/push-access" },
        { "GET", "/daytona*" },
        { "PUT", "/daytona/*" },
        { "POST", "/api/snapshots" },
        { "GET", "/api/snapshots/*" },
        { "GET", "/api/snapshots/*/build-logs-url" },
        { "GET", "/snapshots/*/build-logs" },
        { "GET", "/api/socket.io/*" },
    };

    public static TheoryData<string, string> OfAnUpdate
    {
        get
        {
            TheoryData<string, string> steps = OfACreation;
            steps.Add("DELETE", "/api/snapshots/*");
            return steps;
        }
    }

    /// <summary>Makes an attempt against each kind of fault at a step.</summary>
    internal static Task ForEachFaultAsync(string method, string path, int? count, Action<Attempt> attempt) =>
        Task.WhenAll(Kinds.Where(kind => count is null || !IsRefused(path, kind)).Select(kind => TryAsync(method, path, kind, count, attempt)));

    // What sends to another place, or is no Daytona before anything else has answered, is refused at once: nothing has been made.
    private static bool IsRefused(string path, FaultKind kind) => (kind, path)
        is (FaultKind.HtmlPage, "/api/object-storage/push-access" or "/api/snapshots")
        or (FaultKind.Redirect, "/api/object-storage/push-access" or "/daytona*" or "/daytona/*" or "/api/snapshots");

    private static async Task TryAsync(string method, string path, FaultKind kind, int? count, Action<Attempt> attempt)
    {
        await using Attempt its = await Attempt.StartAsync();
        its.Server.Notifications.IsOn = path.Contains("socket.io", StringComparison.Ordinal);
        its.Server.Faults.Add(new Fault
        {
            Method = method,
            Path = path,
            Kind = kind,
            Status = kind is FaultKind.Answer or FaultKind.AnswerAfter ? 503 : null,
            Count = count,
            Bytes = 100,
            Delay = TimeSpan.FromMilliseconds(20),
        });
        try
        {
            await Task.Factory.StartNew(() => attempt(its), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{method} {path} with {kind}: {exception.Message}", exception);
        }
    }
}
