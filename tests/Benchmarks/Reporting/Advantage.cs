namespace Daytona.Benchmarks.Reporting;

/// <summary>How many times better the module is than the SDK.</summary>
/// <param name="Times">What came out; 1 where both are the same.</param>
/// <param name="Required">What it has to be at least.</param>
internal readonly record struct Advantage(double Times, double Required);
