namespace Daytona.Local.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Options_are_read_with_a_space_or_an_equals_sign()
    {
        LocalServerOptions options = CommandLine.Parse(
            ["--port", "4100", "--seed=200", "--latency", "250ms", "--build-time", "1.5s", "--newer"]).Options;

        Assert.Equal((4100, 200, true), (options.Port, options.Seed, options.Newer));
        Assert.Equal((TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1.5)), (options.Latency, options.BuildTime));
    }

    [Theory]
    [InlineData("--prot", "'--prot' is not an option.")]
    [InlineData("--port", "--port needs a value.")]
    [InlineData("--port=x", "--port takes a whole number, and 'x' is none.")]
    [InlineData("--latency=5", "--latency takes a time as 300ms, 2s or 1m, and '5' is none.")]
    [InlineData("--latency=99999999999m", "--latency takes a time of less than 49 days, and '99999999999m' is longer.")]
    [InlineData("--port=70000", "--port takes a port from 0 to 65535, and '70000' is none.")]
    [InlineData("--api-key=", "--api-key takes letters, digits and signs without spaces.")]
    [InlineData("--newer=no", "--newer takes no value.")]
    public void Mistakes_are_named(string argument, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => CommandLine.Parse([argument])).Message);

    [Fact]
    public void A_limit_of_nothing_is_none()
    {
        LocalServerOptions options = CommandLine.Parse(["--rate-limit", "0", "--failed-logins", "0"]).Options;

        Assert.Equal((null, null), (options.RateLimit, options.FailedLoginLimit));
    }

    [Fact]
    public void The_help_names_every_option()
    {
        Assert.True(CommandLine.Parse(["--help"]).WantsHelp);
        string[] options =
        [
            "--port", "--log-port", "--storage-port", "--api-key", "--seed", "--latency", "--pull-time", "--build-time",
            "--removal-time", "--rate-limit", "--failed-logins", "--classic-log", "--newer", "--no-notifications",
        ];
        foreach (string option in options)
            Assert.Contains($"  {option} ", CommandLine.Help, StringComparison.Ordinal);
    }
}
