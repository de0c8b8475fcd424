using System.Globalization;

namespace Daytona.Snapshots.Client.Tests;

/// <summary>The number of generated inputs: 100 by default, or the environment variable FUZZ_ITERATIONS. Each run generates others.</summary>
internal static class Fuzz
{
    public static long Iterations { get; } =
        long.TryParse(Environment.GetEnvironmentVariable("FUZZ_ITERATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : 100;
}
