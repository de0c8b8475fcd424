using System.Globalization;
using System.Text.RegularExpressions;

namespace Daytona.Local;

/// <summary>The program's arguments.</summary>
internal sealed partial class CommandLine
{
    public const string Help = """
        A Daytona API in memory, on this machine alone: for trying, and for testing scripts without an account.

        dotnet run --project src/Daytona.LocalServer -- [options]

          --port <n>             port of the API (4000; 0 for any that is free)
          --log-port <n>         port of the build logs (any)
          --storage-port <n>     port of the object storage (any)
          --api-key <key>        the API key (a new one at each start)
          --seed <n>             how many snapshots there are at the start (20)
          --latency <time>       how long every answer is held back (0)
          --pull-time <time>     how long an image is pulled (3s)
          --build-time <time>    how long a build runs (6s)
          --removal-time <time>  how long a snapshot is removing (3s)
          --rate-limit <n>       requests a minute, after which 429 is answered (none)
          --failed-logins <n>    failed logins that block the address for a minute (none)
          --classic-log          build logs as Docker's older builder writes them
          --newer                answers of a server newer than v0.190
          --no-notifications     no notification channel
          --help                 this text

        A time is a number with ms, s or m: 300ms, 2s, 1m. The page at the address of the server shows what happens;
        docs/local-server.md tells how faults are set from scripts.
        """;

    private CommandLine()
    {
    }

    public LocalServerOptions Options { get; private init; } = new();

    public bool Notifications { get; private init; } = true;

    public bool WantsHelp { get; private init; }

    /// <exception cref="FormatException">An argument is unknown, or its value is no good.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string?>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string[] parts = arguments[i].Split('=', 2);
            string name = parts[0] is "-h" or "-?" ? "--help" : parts[0];
            string? value = null;
            if (IsSwitch(name) && parts.Length > 1) throw new FormatException($"{name} takes no value.");
            if (!IsSwitch(name))
            {
                if (!TakesValue(name)) throw new FormatException($"'{arguments[i]}' is not an option.");
                value = parts.Length > 1
                    ? parts[1]
                    : ++i < arguments.Count ? arguments[i] : throw new FormatException($"{name} needs a value.");
            }

            values[name] = value;
        }

        return new CommandLine
        {
            WantsHelp = values.ContainsKey("--help"),
            Notifications = !values.ContainsKey("--no-notifications"),
            Options = new LocalServerOptions
            {
                Port = Port("--port", 4000),
                LogPort = Port("--log-port", 0),
                StoragePort = Port("--storage-port", 0),
                ApiKey = Key("--api-key"),
                Seed = Number("--seed", 20) ?? 0,
                Latency = Time("--latency", TimeSpan.Zero),
                PullTime = Time("--pull-time", TimeSpan.FromSeconds(3)),
                BuildTime = Time("--build-time", TimeSpan.FromSeconds(6)),
                RemovalDelay = Time("--removal-time", TimeSpan.FromSeconds(3)),
                RateLimit = Number("--rate-limit", null) is > 0 and int rate ? rate : null,
                FailedLoginLimit = Number("--failed-logins", null) is > 0 and int logins ? logins : null,
                LogFormat = values.ContainsKey("--classic-log") ? BuildLogFormat.Classic : BuildLogFormat.BuildKit,
                Newer = values.ContainsKey("--newer"),
            },
        };

        int Port(string name, int fallback) => Number(name, fallback) is <= 65535 and int port
            ? port
            : throw new FormatException($"{name} takes a port from 0 to 65535, and '{values[name]}' is none.");

        string? Key(string name)
        {
            if (!values.TryGetValue(name, out string? key)) return null;
            return key?.Length > 0 && key.All(static c => c is > ' ' and < '\x7F')
                ? key
                : throw new FormatException($"{name} takes letters, digits and signs without spaces.");
        }

        int? Number(string name, int? fallback)
        {
            if (!values.TryGetValue(name, out string? text)) return fallback;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw new FormatException($"{name} takes a whole number, and '{text}' is none.");
        }

        TimeSpan Time(string name, TimeSpan fallback)
        {
            if (!values.TryGetValue(name, out string? text)) return fallback;
            Match match = Duration().Match(text ?? "");
            if (!match.Success)
                throw new FormatException($"{name} takes a time as 300ms, 2s or 1m, and '{text}' is none.");
            double number = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            double milliseconds = number * match.Groups[2].Value switch { "ms" => 1, "s" => 1000, _ => 60_000 };
            // A timer takes no more.
            return milliseconds < uint.MaxValue
                ? TimeSpan.FromMilliseconds(milliseconds)
                : throw new FormatException($"{name} takes a time of less than 49 days, and '{text}' is longer.");
        }
    }

    private static bool IsSwitch(string name) =>
        name is "--help" or "--newer" or "--classic-log" or "--no-notifications";

    private static bool TakesValue(string name) =>
        name is "--port" or "--log-port" or "--storage-port" or "--api-key" or "--seed"
        or "--latency" or "--pull-time" or "--build-time" or "--removal-time" or "--rate-limit" or "--failed-logins";

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)(ms|s|m)$")]
    private static partial Regex Duration();
}
