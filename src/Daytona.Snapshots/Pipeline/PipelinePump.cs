using System.Collections.Concurrent;

namespace Daytona.Snapshots.Pipeline;

/// <summary>
/// Passes the results of asynchronous work to the pipeline thread, the only thread that may call <c>Write*</c> and
/// <c>ShouldProcess</c>. While that thread waits for work, it runs what was posted.
/// </summary>
/// <param name="isEnd">Whether an exception is one by which PowerShell ends a pipeline.</param>
/// <param name="report">Reports any other exception of a post.</param>
/// <param name="onIdle">Called on the pipeline thread when nothing was posted for a few seconds.</param>
/// <param name="stopping">Canceled when the pipeline is stopped.</param>
internal sealed class PipelinePump(Func<Exception, bool> isEnd, Action<Exception> report, Action onIdle, CancellationToken stopping)
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(3);

    private readonly BlockingCollection<Action> _posted = [];

    /// <summary>Runs an action on the pipeline thread. Called from any thread.</summary>
    public void Post(Action action)
    {
        // After the cmdlet has ended, nothing can be written.
        if (!stopping.IsCancellationRequested) _posted.Add(action, CancellationToken.None);
    }

    /// <summary>Gets an answer from the pipeline thread. Called from any other.</summary>
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
                catch (Exception exception) when (!isEnd(exception))
                {
                    answer.TrySetException(exception);
                }
                finally
                {
                    // An exception that ends the pipeline also ends the work that asked.
                    answer.TrySetCanceled();
                }
            }
        });
        return answer.Task;
    }

    /// <summary>Runs what has been posted so far, without waiting.</summary>
    public void RunPosted()
    {
        while (_posted.TryTake(out Action? action)) Run(action);
    }

    /// <summary>Waits for the next post and runs it.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline is being stopped.</exception>
    public void RunNext()
    {
        Action action;
        try
        {
            if (!_posted.TryTake(out action!, (int)IdleAfter.TotalMilliseconds, stopping))
            {
                onIdle();
                action = _posted.Take(stopping);
            }
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        Run(action);
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

    // The failure of one post, such as a line of a log, does not end the work that it belongs to.
    private void Run(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (!isEnd(exception))
        {
            report(exception);
        }
    }
}
