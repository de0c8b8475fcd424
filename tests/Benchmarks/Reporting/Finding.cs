namespace Daytona.Benchmarks.Reporting;

/// <summary>A line of the result.</summary>
/// <param name="Title">The task.</param>
/// <param name="Module">The result of the module, as text.</param>
/// <param name="Rival">The contender and its result; empty without a comparison.</param>
/// <param name="Figure">The measured figure.</param>
/// <param name="Requirement">The required figure.</param>
internal sealed record Finding(string Title, string Module, string Rival, double Figure, Requirement Requirement)
{
    /// <summary>How many times better than the SDK, for the chart; null for other comparisons.</summary>
    public Advantage? Advantage { get; private init; }

    /// <summary>Whether the figure meets the requirement.</summary>
    public bool IsMet => Requirement.IsMetBy(Figure);

    /// <summary>Compares a time with that of Daytona's TypeScript SDK.</summary>
    public static Finding AgainstSdk(string title, double module, double sdk, double leastTimes) =>
        new(
            title,
            Duration.Show(module),
            $"TypeScript SDK {Duration.Show(sdk)}",
            sdk / module,
            new Requirement(leastTimes, IsMinimum: true, " times as fast"))
        {
            Advantage = new Advantage(sdk / module, leastTimes),
        };

    /// <summary>Compares an amount with the SDK's, of which it may be a part.</summary>
    public static Finding PartOfSdk(string title, double module, double sdk, Func<double, string> show, double mostPart) =>
        new(
            title,
            show(module),
            $"TypeScript SDK {show(sdk)}",
            module / sdk,
            new Requirement(mostPart, IsMinimum: false, " of the SDK's"))
        {
            Advantage = new Advantage(sdk / module, 1 / mostPart),
        };

    /// <summary>Compares a time with that of a minimal program.</summary>
    public static Finding AgainstLimit(string title, double module, string program, double limit, double mostTimes) =>
        new(
            title,
            Duration.Show(module),
            $"{program} {Duration.Show(limit)}",
            module / limit,
            new Requirement(mostTimes, IsMinimum: false, " times its time"));

    /// <summary>Compares a figure only with a bound.</summary>
    public static Finding Bounded(string title, string module, string rival, double figure, double most, string unit) =>
        new(title, module, rival, figure, new Requirement(most, IsMinimum: false, unit));
}
