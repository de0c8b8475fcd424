namespace Daytona.Benchmarks;

/// <summary>One side of a contest, with its measurements.</summary>
internal sealed class Contestant(Func<Task<double>> measure)
{
    private readonly List<double> _figures = [];

    /// <summary>The median of the measurements.</summary>
    public double Median => _figures.Median();

    /// <summary>Measures once more.</summary>
    public async Task MeasureAsync() => _figures.Add(await measure());

    /// <summary>Clears the measurements.</summary>
    public void Forget() => _figures.Clear();
}
