using Daytona.Snapshots;
using Daytona.Snapshots.Loading;

namespace Daytona.Platforms.Probe;

/// <summary>
/// Loads the client as the module does, and uses each of its parts once against the local server. The tests run this program on
/// every runtime that the module supports. Arguments: the URL of the API, and an API key.
/// </summary>
internal static class Program
{
    private static readonly string[] AtImport = ["Daytona.Platforms.Probe", "Daytona.Snapshots.Models"];

    private static async Task<int> Main(string[] arguments)
    {
        Console.WriteLine($"runtime {Environment.Version}");
        ClientAssemblies.MakeFindable();
        _ = typeof(Snapshot).Assembly;
        string[] early = [.. OwnAssemblies().Except(AtImport)];
        Report("loads only the models at import", early.Length == 0 ? null : string.Join(", ", early));
        return await RunAsync(arguments[0], arguments[1]).ConfigureAwait(false);
    }

    // A method of its own, because the client is loaded when the method that uses it is compiled.
    private static async Task<int> RunAsync(string url, string key)
    {
        int failures = 0;
        using var steps = new ClientSteps(new Uri(url), key);
        foreach ((string name, Func<Task> run) in steps.All)
        {
            try
            {
                await run().ConfigureAwait(false);
                Report(name, failure: null);
            }
#pragma warning disable CA1031 // Whatever happens is the result.
            catch (Exception exception)
            {
                failures++;
                Report(name, exception.ToString().Replace(Environment.NewLine, " | "));
            }
#pragma warning restore CA1031
        }

        return failures;
    }

    private static IEnumerable<string> OwnAssemblies() => AppDomain.CurrentDomain.GetAssemblies()
        .Where(static assembly => !assembly.IsDynamic
            && assembly.Location.StartsWith(AppDomain.CurrentDomain.BaseDirectory, StringComparison.Ordinal))
        .Select(static assembly => assembly.GetName().Name!);

    private static void Report(string step, string? failure) =>
        Console.WriteLine(failure is null ? $"ok {step}" : $"FAILED {step}: {failure}");
}
