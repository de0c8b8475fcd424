using Microsoft.Extensions.Hosting;

namespace Daytona.Local.Hosting;

/// <summary>
/// Leaves the process to those it belongs to. The usual lifetime of a host takes Ctrl+C and SIGTERM for itself, and a
/// program or a test run with a server in it could not be stopped any more.
/// </summary>
internal sealed class NoopHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
