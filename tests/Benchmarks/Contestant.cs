namespace Daytona.Benchmarks;

/// <summary>One side of a contest, and what was measured of it.</summary>
internal sealed class Contestant(Func<Task<double>> measure)
{
    private readonly List<double> _figures = [];

    /// <summary>The median of what was measured.</summary>
    public double Median => _figures.Median();

    /// <summary>Measures once more.</summary>
    public async Task MeasureAsync() => _figures.Add(await measure());

    /// <summary>Forgets what was measured so far.</summary>
    public void Forget() => _figures.Clear();
}
