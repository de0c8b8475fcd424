namespace Daytona.Benchmarks;

/// <summary>
/// Measures contenders side by side: each once a round, and the next round in reverse order, so that other load on the machine
/// affects all alike.
/// </summary>
/// <param name="warmUps">Rounds before, which do not count.</param>
/// <param name="rounds">Rounds that count.</param>
internal sealed class Contest(int warmUps, int rounds)
{
    private readonly List<Contestant> _contestants = [];

    /// <summary>Adds a contender.</summary>
    /// <param name="measure">Measures it once; the figure is lower the better.</param>
    public Contestant Add(Func<Task<double>> measure)
    {
        var contestant = new Contestant(measure);
        _contestants.Add(contestant);
        return contestant;
    }

    /// <summary>Runs all rounds.</summary>
    public async Task RunAsync()
    {
        for (int round = 0; round < warmUps + rounds; round++)
        {
            if (round == warmUps) _contestants.ForEach(static it => it.Forget());
            foreach (Contestant contestant in _contestants) await contestant.MeasureAsync();
            _contestants.Reverse();
        }
    }
}
