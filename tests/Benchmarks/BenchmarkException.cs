namespace Daytona.Benchmarks;

/// <summary>A contender failed, or did not do what it was timed for: its time counts for nothing.</summary>
internal sealed class BenchmarkException(string message) : Exception(message)
{
    /// <summary>Ends the benchmark where what was done is not what was to be done.</summary>
    public static void ThrowUnless(bool isRight, string message)
    {
        if (!isRight) throw new BenchmarkException(message);
    }
}
