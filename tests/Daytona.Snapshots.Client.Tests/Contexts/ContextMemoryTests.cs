using System.Diagnostics;

namespace Daytona.Snapshots.Client.Tests.Contexts;

[Collection(nameof(Alone))]
public sealed class ContextMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_large_context_is_hashed_in_64_MiB_of_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Files with holes.");
        for (int i = 0; i < 1000; i++)
        {
            string path = _folder[$"d{i % 50}/{i}"];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream file = File.Create(path);
            file.SetLength((1L << 27) / 1000);
        }

        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        long most = before;
        BuildContext context = _folder.Context();
        int reads = 0;
        await context.ComputeHashAsync(_ =>
        {
            if (reads++ % 100 != 0) return;

            process.Refresh();
            most = Math.Max(most, process.WorkingSet64);
        }, TestContext.Current.CancellationToken);

        Assert.True(most - before < 64 << 20, $"The process grew by {(most - before) >> 20} MiB.");
    }
}
