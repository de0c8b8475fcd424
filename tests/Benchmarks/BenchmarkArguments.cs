using System.Globalization;

namespace Daytona.Benchmarks;

/// <summary>The program's arguments.</summary>
internal sealed record BenchmarkArguments
{
    /// <summary>The rounds whose medians count; with fewer, the documentation is left as it is.</summary>
    public const int FullRounds = 5;

    /// <summary>How often each contender is measured.</summary>
    public int Rounds { get; private init; } = FullRounds;

    /// <summary>The names of the measurements to run; empty for all.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>Whether the arguments are only to be explained.</summary>
    public bool WantsHelp { get; private init; }

    /// <summary>Whether the run is the whole benchmark, whose figures are written down.</summary>
    public bool IsFull => Only.Count == 0 && Rounds >= FullRounds;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">One is unknown, or its value is no good.</exception>
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
            ++i < words.Count ? words[i] : throw new FormatException($"{words[i - 1]} needs a value.");
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"--rounds takes a whole number from 1, and '{text}' is none.");
}
