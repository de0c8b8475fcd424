using System.Collections.Concurrent;
using System.Management.Automation;

namespace Daytona.Snapshots.Pipeline;

/// <summary>
/// Carries what asynchronous work has to say to the pipeline thread, the only one that may call <c>Write*</c> and
/// <c>ShouldProcess</c>. While that thread waits for work it runs what was posted.
/// </summary>
internal sealed class PipelinePump(CancellationToken stopping)
{
    private readonly BlockingCollection<Action> _posted = [];

    /// <summary>Hands something to the pipeline thread. Called from any thread.</summary>
    public void Post(Action action)
    {
        // After the cmdlet's end there is nobody left to tell.
        if (!stopping.IsCancellationRequested) _posted.Add(action, CancellationToken.None);
    }

    /// <summary>Asks the pipeline thread something. Called from any other.</summary>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationTokenRegistration registration = stopping.Register(() => answer.TrySetCanceled());
        Post(() =>
        {
            using (registration)
            {
                try
                {
                    answer.TrySetResult(question());
                }
                finally
                {
                    // What the question throws ends the pipeline, and whoever asked with it.
                    answer.TrySetCanceled();
                }
            }
        });
        return answer.Task;
    }

    /// <summary>Runs what has been posted so far, without waiting.</summary>
    public void RunPosted()
    {
        while (_posted.TryTake(out Action? action)) action();
    }

    /// <summary>Waits for the next post and runs it.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline is being stopped.</exception>
    public void RunNext()
    {
        Action action;
        try
        {
            action = _posted.Take(stopping);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        action();
    }

    /// <summary>Runs posts until the work has ended, and gives its result.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline is being stopped.</exception>
    public T Await<T>(Task<T> work)
    {
        if (!work.IsCompleted)
        {
            work.ContinueWith(
                _ => Post(static () => { }),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            while (!work.IsCompleted) RunNext();
        }

        RunPosted();
        try
        {
            return work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
