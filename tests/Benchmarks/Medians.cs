namespace Daytona.Benchmarks;

/// <summary>The median of figures.</summary>
internal static class Medians
{
    /// <summary>The middle one in order, or the mean of the two there.</summary>
    public static double Median(this IEnumerable<double> figures)
    {
        double[] ordered = [.. figures.Order()];
        int middle = ordered.Length / 2;
        return ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    }
}
