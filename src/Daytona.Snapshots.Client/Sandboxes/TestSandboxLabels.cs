using System.Globalization;

namespace Daytona.Snapshots.Client.Sandboxes;

/// <summary>The labels by which the sandboxes of tests are recognized, also by later runs.</summary>
internal static class TestSandboxLabels
{
    private const string ExpiresKey = "daytona-snapshots/expires";
    private const string RunKey = "daytona-snapshots/run";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The label that all of them have.</summary>
    public static IReadOnlyDictionary<string, string> Common { get; } =
        new Dictionary<string, string> { ["daytona-snapshots/purpose"] = "test" };

    /// <summary>The labels of a sandbox.</summary>
    public static IReadOnlyDictionary<string, string> For(string run, DateTimeOffset expires) =>
        Common.Append(new(RunKey, run))
            .Append(new(ExpiresKey, expires.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)))
            .ToDictionary(static label => label.Key, static label => label.Value);

    /// <summary>Whether a sandbox is a leftover. One whose time can't be read is not.</summary>
    public static bool IsExpired(Sandbox sandbox, DateTimeOffset now) =>
        sandbox.Labels.TryGetValue(ExpiresKey, out string? text)
        && DateTimeOffset.TryParseExact(
            text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset expires)
        && expires < now;
}
