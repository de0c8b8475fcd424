using System.CommandLine;

namespace Daytona.Local.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Options_are_read_with_a_space_or_an_equals_sign()
    {
        LocalServerOptions options = Read(
            "--port", "4100", "--seed=200", "--latency", "250ms", "--build-time", "1.5s", "--newer");

        Assert.Equal((4100, 200, true), (options.Port, options.Seed, options.Newer));
        Assert.Equal((TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1.5)), (options.Latency, options.BuildTime));
    }

    [Theory]
    [InlineData("--prot", "Unrecognized command or argument '--prot'.")]
    [InlineData("--port", "Required argument missing for option: '--port'.")]
    [InlineData("--port=x", "--port requires a whole number from 0 to 65535, not 'x'.")]
    [InlineData("--latency=5", "--latency requires a time below 49 days, such as 300ms, 2s or 1m, not '5'.")]
    [InlineData(
        "--latency=99999999999m",
        "--latency requires a time below 49 days, such as 300ms, 2s or 1m, not '99999999999m'.")]
    [InlineData("--port=70000", "--port requires a whole number from 0 to 65535, not '70000'.")]
    [InlineData("--seed=-1", "--seed requires a whole number from 0 to 2147483647, not '-1'.")]
    [InlineData("--api-key=a b", "--api-key requires letters, digits and signs without spaces.")]
    public void Invalid_options_are_named(string argument, string message) =>
        Assert.Equal(message, new ServerCommand().Parse([argument]).Errors[0].Message);

    [Fact]
    public void A_limit_of_zero_is_no_limit()
    {
        LocalServerOptions options = Read("--rate-limit", "0", "--failed-logins", "0");

        Assert.Equal((null, null), (options.RateLimit, options.FailedLoginLimit));
    }

    [Fact]
    public void The_documentation_lists_every_option()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "local-server.md"));
        foreach (Option option in new ServerCommand().Options.Where(static it => it.Name is not ("--help" or "--version")))
            Assert.Contains($"`{option.Name}", page, StringComparison.Ordinal);
    }

    private static LocalServerOptions Read(params string[] arguments)
    {
        var command = new ServerCommand();
        ParseResult result = command.Parse(arguments);
        Assert.Empty(result.Errors);
        return command.ReadOptions(result);
    }
}
