using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Tests.Images;

/// <summary>
/// Compares with a real BuildKit: a Dockerfile with build arguments and a target gives the same image as the text into which they
/// are written.
/// </summary>
public sealed partial class BuildKitTests(ITestOutputHelper output)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BuildKit_builds_the_same_image_from_the_rewritten_text()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("BUILDKIT_TESTS") == "1", "It builds for half a minute. To run it, set BUILDKIT_TESTS to 1.");
        Assert.SkipUnless(DockerEngine.Missing is null, DockerEngine.Missing ?? "");
        await using DockerEngine engine = await DockerEngine.StartAsync(Cancelled);
        foreach (string tag in BuildKitCase.BaseImages) await engine.RunAsync(["tag", "base:1", tag], Cancelled);
        using var folder = new TemporaryFolder();
        folder.With("src/main.c", "int main() {}").With("app/package.json", "{}").With("requirements.txt", "numpy").With("a.txt", "a");

        var differences = new List<string>();
        await Parallel.ForEachAsync(BuildKitCase.All, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancelled }, async (it, _) =>
        {
            string? difference = await CompareAsync(engine, it, folder.Path);
            lock (differences)
            {
                output.WriteLine($"{(difference is null ? "same" : "DIFFERENT")}  {it.Name}");
                if (difference is not null) differences.Add($"{it.Name}: {difference}");
            }
        });

        Assert.Empty(differences);
    }

    private static async Task<string?> CompareAsync(DockerEngine engine, BuildKitCase it, string folder)
    {
        var options = new DockerfileOptions { BuildArguments = it.Arguments, Target = it.Target };
        string tag = $"it-{Array.IndexOf(BuildKitCase.All, it)}";
        IEnumerable<string> arguments = it.Arguments.SelectMany(static argument => new[] { "--build-arg", $"{argument.Key}={argument.Value}" });
        try
        {
            await engine.BuildAsync($"{tag}:docker", it.Dockerfile, folder, it.Target is null ? arguments : [.. arguments, "--target", it.Target], Cancelled);
            await engine.BuildAsync($"{tag}:text", options.ApplyTo(it.Dockerfile), folder, [], Cancelled);
            string expected = WithoutDefaults(await engine.DescribeAsync($"{tag}:docker", Cancelled));
            string actual = WithoutDefaults(await engine.DescribeAsync($"{tag}:text", Cancelled));
            return actual == expected ? null : $"\n{expected}\n{actual}";
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }

    // Older versions of BuildKit write the default of an ARG into the history instead of the value that RUN gets, which follows there.
    private static string WithoutDefaults(string description) =>
        Declaration().Replace(description, static line => Value().Replace(line.Value, ""));

    [GeneratedRegex("^ARG .*$", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("=.*$")]
    private static partial Regex Value();
}
