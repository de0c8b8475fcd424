namespace Daytona.Snapshots.Client.Tests.Http;

public sealed class SilenceWarningTests
{
    [Fact]
    public async Task An_observer_that_throws_does_not_end_the_process()
    {
        var clock = new TestClock();
        var observer = new ThrowingObserver();
        using var warning = new SilenceWarning("example.com", observer, clock);

        // On a clock of the machine, this is the timer's thread, on which nobody catches.
        await clock.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Contains("example.com", observer.Warned, StringComparison.Ordinal);
    }

    private sealed class ThrowingObserver : IClientObserver
    {
        public string? Warned { get; private set; }

        public void OnRequest(string line)
        {
        }

        public void OnNotice(string line)
        {
        }

        public void OnWarning(string line)
        {
            Warned = line;
            throw new InvalidOperationException("The observer failed.");
        }
    }
}
