using Microsoft.Extensions.Hosting;

namespace Daytona.Local.Hosting;

/// <summary>
/// Does not handle signals. The usual lifetime of a host handles Ctrl+C and SIGTERM, so that a program or test run with a
/// server in it could no longer be stopped.
/// </summary>
internal sealed class NoopHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
