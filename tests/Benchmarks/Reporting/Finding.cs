namespace Daytona.Benchmarks.Reporting;

/// <summary>A line of the result.</summary>
/// <param name="Title">What was done.</param>
/// <param name="Module">What the module needed, as text.</param>
/// <param name="Rival">What it is compared with, and what that needed; empty where the figure stands for itself.</param>
/// <param name="Figure">What came out.</param>
/// <param name="Requirement">What it has to be.</param>
internal sealed record Finding(string Title, string Module, string Rival, double Figure, Requirement Requirement)
{
    /// <summary>Whether the comparison is with the SDK: those are in the chart.</summary>
    public bool IsAgainstSdk { get; private init; }

    /// <summary>Whether the figure is as it has to be.</summary>
    public bool IsMet => Requirement.IsMetBy(Figure);

    /// <summary>Compares with Daytona's TypeScript SDK.</summary>
    public static Finding AgainstSdk(string title, double module, double sdk, double leastTimes) =>
        new(title, Duration.Show(module), $"TypeScript SDK {Duration.Show(sdk)}", sdk / module, Requirement.TimesAsFast(leastTimes))
        {
            IsAgainstSdk = true,
        };

    /// <summary>Compares with what a program needs that does the least there is to do.</summary>
    public static Finding AgainstLimit(string title, double module, string program, double limit, double mostTimes) =>
        new(title, Duration.Show(module), $"{program} {Duration.Show(limit)}", module / limit, Requirement.TimesTheTime(mostTimes));

    /// <summary>Compares with nothing but a bound.</summary>
    public static Finding Alone(string title, string module, string rival, double figure, double most, string unit) =>
        new(title, module, rival, figure, new Requirement(most, IsMinimum: false, unit));
}
