namespace Daytona.Benchmarks;

/// <summary>A contender failed, or did not complete its task, so its time is not valid.</summary>
internal sealed class BenchmarkException(string message) : Exception(message)
{
    /// <summary>Ends the benchmark if a task has the wrong result.</summary>
    public static void ThrowUnless(bool isRight, string message)
    {
        if (!isRight) throw new BenchmarkException(message);
    }
}
