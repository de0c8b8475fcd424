using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Reporting;
using Daytona.Benchmarks.Server;
using Daytona.Local.Load;

namespace Daytona.Benchmarks.Measurements;

/// <summary>Publishes an image of more than 2 GiB to docker-registry, from a Docker engine and from an archive.</summary>
internal sealed class Publishing : Measurement
{
    private const int MaxRounds = 3;
    private const double LinkBytesPerSecond = 12.5e6;
    private const int LinkCheckBytes = 64 << 20;

    private readonly List<double> _ours = [];
    private readonly List<double> _dockers = [];
    private readonly List<double> _firstBytes = [];
    private int _number;

    /// <inheritdoc/>
    public override string Name => "publish";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Finding>> RunAsync(Toolbox tools, int rounds)
    {
        if (tools.DockerRegistry is not { } program || tools.Skopeo is null || !tools.HasDocker) return [];

        int port = BackgroundProgram.FreePort();
        using var link = new ThrottlingProxy(port, LinkBytesPerSecond);
        using RealImage image = await RealImage.CreateAsync();
        await using DockerEngine docker = await DockerEngine.StartAsync();
        await docker.RunAsync("load", "-q", "-i", image.Archive);
        string id = (await docker.RunAsync("inspect", "--format", "{{.Id}}", RealImage.Name)).Output.Trim();
        string pushed = $"127.0.0.1:{port}/daytona/pushed:v1";
        await docker.RunAsync("tag", RealImage.Name, pushed);

        using ServerProcess server = await ServerProcess.StartAsync(0, "--registry", $"127.0.0.1:{port}");
        using ServerProcess distant = await ServerProcess.StartAsync(0, "--registry", link.Address);
        await using ContenderProcess module = ContenderProcess.StartModule(tools, ServerAddress.Of(server));
        await using ContenderProcess distantModule = ContenderProcess.StartModule(tools, ServerAddress.Of(distant));

        var contest = new Contest(warmUps: 0, Math.Min(rounds, MaxRounds));
        TaskResult last = new();
        Contestant fromEngine = contest.Add(() => MeasureAsync(
            async () => last = await module.RunAsync("publish", NextName(), RealImage.Name, "", docker.Host), _ours));
        Contestant push = contest.Add(() => MeasureAsync(async () => new TaskResult { Milliseconds = (await docker.RunAsync("push", "-q", pushed)).Milliseconds }, _dockers));
        Contestant fromArchive = contest.Add(() => MeasureAsync(() => module.RunAsync("publish", NextName(), "", image.Archive, "")));
        Contestant skopeo = contest.Add(() => MeasureAsync(async () => new TaskResult
        {
            Milliseconds = (await Command.RunAsync(
                tools.Skopeo, ["copy", "-q", "--dest-tls-verify=false", "docker-archive:" + image.Archive, $"docker://127.0.0.1:{port}/daytona/copied:v1"])).Milliseconds,
        }));
        Contestant fromArchiveOverLink = contest.Add(() => MeasureLinkAsync(() => distantModule.RunAsync("publish", NextName(), "", image.Archive, "")));
        // Docker writes the whole export into a folder before it sends the first byte of it.
        Contestant fromEngineOverLink = contest.Add(async () =>
        {
            _firstBytes.Add(await docker.MeasureFirstByteAsync(RealImage.Name));
            return await MeasureLinkAsync(() => distantModule.RunAsync("publish", NextName(), RealImage.Name, "", docker.Host), _firstBytes[^1]);
        });
        Contestant copy = contest.Add(() => ThrottlingProxy.MeasureCopyAsync(LinkBytesPerSecond, LinkCheckBytes));
        await contest.RunAsync();
        await CheckPullAsync();

        const string Title = "Publish an image of 2.3 GiB";
        return
        [
            Finding.Bounded($"{Title} from Docker: stored", $"{_ours.Median() / 1048576:0} MiB", $"docker push {_dockers.Median() / 1048576:0} MiB", _ours.Median() / _dockers.Median(), 1.05, " times its bytes"),
            Finding.AgainstLimit($"{Title} from Docker", fromEngine.Median, "docker push", push.Median, mostTimes: 0.7),
            Finding.AgainstLimit($"{Title} from an archive", fromArchive.Median, "skopeo copy", skopeo.Median, mostTimes: 1.0),
            OverLink($"{Title} from an archive over 100 Mbit/s", fromArchiveOverLink.Median),
            OverLink($"{Title} from Docker over 100 Mbit/s, after Docker's first byte ({Duration.Show(_firstBytes.Median())})", fromEngineOverLink.Median),
        ];

        Finding OverLink(string title, double times) => Finding.Bounded(
            title, $"{times:0.00} times the link's time", $"the link with these bytes (a plain copy needs {copy.Median:0.00} times its time)", times, 1.15, " times its time");

        async Task<double> MeasureLinkAsync(Func<Task<TaskResult>> publish, double excludedMilliseconds = 0)
        {
            link.Reset();
            return (await MeasureAsync(publish) - excludedMilliseconds) / link.LinkMilliseconds;
        }

        async Task<double> MeasureAsync(Func<Task<TaskResult>> publish, List<double>? bytes = null)
        {
            await using DockerRegistry registry = await DockerRegistry.StartAsync(program, port);
            TaskResult result = await publish();
            bytes?.Add(registry.StoredBytes);
            return result.Milliseconds;
        }

        // A real Docker must pull what the module has sent.
        async Task CheckPullAsync()
        {
            await using DockerRegistry registry = await DockerRegistry.StartAsync(program, port);
            last = await module.RunAsync("publish", NextName(), RealImage.Name, "", docker.Host);
            await docker.RunAsync("rmi", "-f", RealImage.Name, pushed);
            await docker.RunAsync("pull", "-q", last.Image!);
            string pulled = (await docker.RunAsync("inspect", "--format", "{{.Id}}", last.Image!)).Output.Trim();
            BenchmarkException.ThrowUnless(pulled == id, $"Docker pulled {pulled} instead of {id}.");
        }
    }

    private string NextName() => $"publish-{_number++}:v1";
}
