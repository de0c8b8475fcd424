namespace Daytona.Benchmarks.Reporting;

/// <summary>How many times better the module is than the SDK.</summary>
/// <param name="Times">The measured ratio; 1 if both are equal.</param>
/// <param name="Required">The minimum ratio.</param>
internal readonly record struct Advantage(double Times, double Required);
