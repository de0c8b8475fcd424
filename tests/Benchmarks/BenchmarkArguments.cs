using System.Globalization;

namespace Daytona.Benchmarks;

/// <summary>The program's arguments.</summary>
internal sealed record BenchmarkArguments
{
    /// <summary>The rounds for the published medians. With fewer, the documentation is not changed.</summary>
    public const int FullRounds = 5;

    /// <summary>The number of measurements of each contender.</summary>
    public int Rounds { get; private init; } = FullRounds;

    /// <summary>The names of the measurements to run; empty for all.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>Whether to show only the help.</summary>
    public bool WantsHelp { get; private init; }

    /// <summary>Whether the run is the whole benchmark, whose figures are published.</summary>
    public bool IsFull => Only.Count == 0 && Rounds >= FullRounds;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">An argument is unknown, or its value is not valid.</exception>
    public static BenchmarkArguments Parse(IReadOnlyList<string> words)
    {
        var arguments = new BenchmarkArguments();
        for (int i = 0; i < words.Count; i++)
        {
            arguments = words[i] switch
            {
                "--help" or "-h" => arguments with { WantsHelp = true },
                "--rounds" => arguments with { Rounds = Number(Next(ref i)) },
                "--only" => arguments with { Only = Next(ref i).Split(',', StringSplitOptions.RemoveEmptyEntries) },
                _ => throw new FormatException($"'{words[i]}' is not an option."),
            };
        }

        return arguments;

        string Next(ref int i) =>
            ++i < words.Count ? words[i] : throw new FormatException($"{words[i - 1]} requires a value.");
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"--rounds requires a whole number from 1, not '{text}'.");
}
