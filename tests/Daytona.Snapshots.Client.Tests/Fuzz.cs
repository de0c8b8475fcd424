using System.Globalization;

namespace Daytona.Snapshots.Client.Tests;

/// <summary>How long generated inputs are tried: briefly by default, and for as long as the environment variable FUZZ_ITERATIONS says.</summary>
internal static class Fuzz
{
    public static long Iterations { get; } =
        long.TryParse(Environment.GetEnvironmentVariable("FUZZ_ITERATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : 2_000;
}
