using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Daytona.Local;

/// <summary>The program's command line.</summary>
internal sealed partial class ServerCommand : RootCommand
{
    private readonly Option<int> _port = Port("--port", "Port of the API; 0 for any free port", 4000);
    private readonly Option<int> _logPort = Port("--log-port", "Port of the build logs", 0);
    private readonly Option<int> _storagePort = Port("--storage-port", "Port of the object storage", 0);
    private readonly Option<int> _registryPort = Port("--registry-port", "Port of the image registry", 0);
    private readonly Option<int> _toolboxPort = Port("--toolbox-port", "Port of the sandboxes' toolbox", 0);
    private readonly Option<string?> _registry = new("--registry")
    {
        Description = "Host and port of another registry that push access names, instead of the server's own",
    };

    private readonly Option<string?> _apiKey = new("--api-key") { Description = "The API key; a new one by default" };
    private readonly Option<int> _seed = Number("--seed", "Number of snapshots at the start", 20);
    private readonly Option<TimeSpan> _latency = Time("--latency", "Delay of each response", "0ms");
    private readonly Option<TimeSpan> _pullTime = Time("--pull-time", "How long an image is pulled", "3s");
    private readonly Option<TimeSpan> _buildTime = Time("--build-time", "How long a build runs", "6s");
    private readonly Option<TimeSpan> _removalTime = Time("--removal-time", "How long a snapshot is removing", "3s");
    private readonly Option<TimeSpan> _sandboxTime = Time("--sandbox-time", "How long a sandbox is starting, stopping or destroying", "1s");

    private readonly Option<int> _rateLimit = Number("--rate-limit", "Requests per minute before the server responds with 429; 0 for no limit", 0);

    private readonly Option<int> _failedLogins = Number("--failed-logins", "Failed logins that block the address for a minute; 0 for no limit", 0);

    private readonly Option<bool> _newer = new("--newer") { Description = "Respond like a server newer than v0.190" };
    private readonly Option<bool> _olderDaemon = new("--older-daemon") { Description = "Sandboxes run commands without a shell, as older ones do" };

    private readonly Option<string[]> _encodings = new("--compression")
    {
        Description = "Encodings of compressed responses, in order of preference: br, gzip, or both; none by default",
        HelpName = "encoding",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _noNotifications = new("--no-notifications") { Description = "Disable the notification channel" };

    public ServerCommand()
        : base("An in-memory Daytona API on this machine, to try and test scripts without an account.\n"
            + "A time is a number with ms, s or m, such as 300ms. docs/local-server.md has the details.")
    {
        _apiKey.Validators.Add(static result =>
        {
            string? key = result.Tokens.SingleOrDefault()?.Value;
            if (string.IsNullOrEmpty(key) || !key.All(static c => c is > ' ' and < '\x7F'))
                result.AddError("--api-key requires letters, digits and signs without spaces.");
        });
        _encodings.AcceptOnlyFromAmong("br", "gzip");
        foreach (FieldInfo field in typeof(ServerCommand).GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            Options.Add((Option)field.GetValue(this)!);
    }

    /// <summary>Sets up a server as a command line describes, with sandboxes that answer common commands.</summary>
    public void Apply(ParseResult result, LocalServer server)
    {
        server.Notifications.IsOn = !result.GetValue(_noNotifications);
        (server.Toolbox.AnswersCommonCommands, server.Toolbox.IsOlderDaemon) = (true, result.GetValue(_olderDaemon));
    }

    public LocalServerOptions ReadOptions(ParseResult result) => new()
    {
        Port = result.GetValue(_port),
        LogPort = result.GetValue(_logPort),
        StoragePort = result.GetValue(_storagePort),
        RegistryPort = result.GetValue(_registryPort),
        ToolboxPort = result.GetValue(_toolboxPort),
        RegistryAddress = result.GetValue(_registry),
        ApiKey = result.GetValue(_apiKey),
        Seed = result.GetValue(_seed),
        Latency = result.GetValue(_latency),
        PullTime = result.GetValue(_pullTime),
        BuildTime = result.GetValue(_buildTime),
        RemovalDelay = result.GetValue(_removalTime),
        SandboxStartTime = result.GetValue(_sandboxTime),
        SandboxStopTime = result.GetValue(_sandboxTime),
        RateLimit = result.GetValue(_rateLimit) is > 0 and int rate ? rate : null,
        FailedLoginLimit = result.GetValue(_failedLogins) is > 0 and int logins ? logins : null,
        Newer = result.GetValue(_newer),
        Encodings = result.GetValue(_encodings) ?? [],
    };

    private static Option<int> Number(string name, string description, int fallback, int max = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "n",
        DefaultValueFactory = _ => fallback,
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            if (!isNumber || number > max) result.AddError($"{name} requires a whole number from 0 to {max}, not '{text}'.");
            return number;
        },
    };

    private static Option<int> Port(string name, string description, int fallback) => Number(name, description, fallback, ushort.MaxValue);

    private static Option<TimeSpan> Time(string name, string description, string fallback) => new(name)
    {
        Description = description,
        HelpName = "time",
        DefaultValueFactory = result => Parse(result, name, fallback),
        CustomParser = result => Parse(result, name, result.Tokens.Single().Value),
    };

    private static TimeSpan Parse(ArgumentResult result, string name, string text)
    {
        Match match = Duration().Match(text);
        double number = match.Success ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        double milliseconds = number * match.Groups[2].Value switch { "ms" => 1, "s" => 1000, _ => 60_000 };
        // The limit of a timer.
        if (match.Success && milliseconds < uint.MaxValue) return TimeSpan.FromMilliseconds(milliseconds);
        result.AddError($"{name} requires a time below 49 days, such as 300ms, 2s or 1m, not '{text}'.");
        return default;
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)(ms|s|m)$")]
    private static partial Regex Duration();
}
