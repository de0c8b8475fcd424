using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Benchmarks.Server;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>Uploads a build context of a GiB in 5,000 files to the local server's storage.</summary>
internal sealed class Uploading : Measurement
{
    private const int Files = 5_000;
    private const long Bytes = 1L << 30;
    private const int WarmUpFiles = 200;
    private const long WarmUpBytes = 32L << 20;

    private int _number;

    /// <inheritdoc/>
    public override string Name => "upload";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds)
    {
        using ServerProcess server = await StartServerAsync(seed: 0);
        using var control = new ServerControl(server);
        await using ContenderProcess module = ContenderProcess.StartModule(tools, ServerAddress.Of(server));
        await using ContenderProcess? sdk = ContenderProcess.StartSdk(tools, ServerAddress.Of(server));
        bool hasLimit = tools.Curl is not null && tools.HasTar;

        using (var small = new ContextFolder(WarmUpFiles, WarmUpBytes)) await CompeteAsync(small, rounds: 2);
        using var folder = new ContextFolder(Files, Bytes);
        (Contestant ours, Contestant? theirs, Contestant? limit) = await CompeteAsync(folder, rounds);

        List<Finding> findings = [];
        const string Title = "Upload 1 GiB in 5,000 files";
        if (theirs is not null) findings.Add(Finding.AgainstSdk(Title, ours.Median, theirs.Median, leastTimes: 1.3));
        if (limit is not null)
            findings.Add(Finding.AgainstLimit(Title, ours.Median, "tar, openssl and curl", limit.Median, mostTimes: 1.5));
        return findings;

        async Task<(Contestant, Contestant?, Contestant?)> CompeteAsync(ContextFolder context, int rounds)
        {
            var contest = new Contest(warmUps: 0, rounds);
            Contestant first = contest.Add(() => UploadAsync(
                context, control, () => module.RunAsync("upload", $"upload-{_number++}", context.Dockerfile, context.Folder)));
            Contestant? second = sdk is null
                ? null
                : contest.Add(() => UploadAsync(context, control, () => sdk.RunAsync("upload", context.Folder)));
            Contestant? third = hasLimit
                ? contest.Add(() => UploadAsync(context, control, () => TarAsync(context, control)))
                : null;
            await contest.RunAsync();
            return (first, second, third);
        }
    }

    private static async Task<double> UploadAsync(ContextFolder context, ServerControl control, Func<Task<TaskResult>> upload)
    {
        context.Change();
        TaskResult result = await upload();
        // The storage has verified the content by the hash, or by a trailing checksum.
        StoredContext? stored = (await control.ReadStateAsync()).Objects.FirstOrDefault(
            it => it.Key.EndsWith($"/{result.Hash}/context.tar", StringComparison.Ordinal));
        BenchmarkException.ThrowUnless(stored?.Length > context.Bytes, $"{stored?.Length} bytes of {context.Bytes} arrived.");
        return result.Milliseconds;
    }

    private async Task<TaskResult> TarAsync(ContextFolder context, ServerControl control)
    {
        string name = $"tar-{_number++}";
        StorageAccess access = await control.GetStorageAccessAsync();
        double milliseconds = await TarUpload.RunAsync(context.Folder, access, $"{access.OrganizationId}/{name}/context.tar");
        return new TaskResult { Milliseconds = milliseconds, Hash = name };
    }
}
