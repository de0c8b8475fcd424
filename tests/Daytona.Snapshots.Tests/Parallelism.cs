using Daytona.Snapshots.Tests;
using Daytona.Snapshots.Tests.Reliability;
using Xunit.Sdk;
using Xunit.v3;

// Many tests wait for a response, so that more of them than processors can run.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer(typeof(WaitingFirst))]

namespace Daytona.Snapshots.Tests;

/// <summary>Begins with the classes that wait for real time, so that the others run meanwhile and not before.</summary>
public sealed class WaitingFirst : ITestCollectionOrderer
{
    private static readonly string[] Waiting = [nameof(ReliabilityTests), nameof(UnexpectedErrorTests)];

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections) where T : ITestCollection =>
        [.. testCollections.OrderByDescending(static it => Waiting.Any(name => it.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal)))];
}
