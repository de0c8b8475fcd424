using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: Daytona.Tests.TestLimit(Seconds = 120)]

namespace Daytona.Tests;

/// <summary>Ends a test that waits for what does not come, so that it fails by its name and the others run.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TestLimitAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, Timer> Timers = new();

    /// <summary>The longest that a test may run, in seconds.</summary>
    public int Seconds { get; set; }

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        ITestContext context = TestContext.Current;
        Timers[test.UniqueID] = new Timer(
            _ => context.CancelCurrentTest(), null, TimeSpan.FromSeconds(Seconds), Timeout.InfiniteTimeSpan);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Timers.TryRemove(test.UniqueID, out Timer? timer)) timer.Dispose();
    }
}
