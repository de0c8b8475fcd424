using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>What a creation shows in the log of a CI job.</summary>
[Collection(ProcessWide.Name)]
public sealed class CiOutputTests : BuildTest
{
    private static readonly string[] Variables = ["GITHUB_ACTIONS", "GITHUB_WORKSPACE", "TF_BUILD", "DAYTONA_CI_OUTPUT"];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(static it => it, Environment.GetEnvironmentVariable);

    // Nothing runs beside these tests, so that their waits are short.
    private protected override LocalServerOptions ServerOptions => new() { PullTime = TimeSpan.Zero, BuildTime = TimeSpan.FromMilliseconds(10) };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        AccelerateClock();
        foreach (string variable in Variables) Environment.SetEnvironmentVariable(variable, null);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach ((string variable, string? value) in _before) Environment.SetEnvironmentVariable(variable, value);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "true", "::group::Creating snapshot 'new': build log", "::endgroup::")]
    [InlineData("TF_BUILD", "True", "##[group]Creating snapshot 'new': build log", "##[endgroup]")]
    public void The_log_is_a_group_and_in_no_stream(string variable, string value, string begin, string end)
    {
        Environment.SetEnvironmentVariable(variable, value);
        Write("Dockerfile", "FROM x:1\nRUN echo hello\n");

        Outcome outcome = Run("New-DaytonaSnapshot new -Dockerfile Dockerfile -Verbose").AssertSucceeded();

        Assert.Equal(["new"], outcome.Names);
        Assert.DoesNotContain(outcome.Verbose, static line => line.Contains("hello", StringComparison.Ordinal));
        Assert.Equal((1, 1), (Lines.Count(line => line == begin), Lines.Count(line => line == end)));
        Assert.Contains("hello", Lines.SkipWhile(line => line != begin).TakeWhile(line => line != end));
        Assert.Contains("'new' is pending.", Lines.TakeWhile(line => line != begin));
    }

    [Theory]
    [InlineData("New-DaytonaSnapshot a alpine:3.20 -IfNotExists", null, "'a' was created.", "Create")]
    [InlineData("New-DaytonaSnapshot a alpine:3.20 -IfNotExists", "active", "'a' already exists and is active; it was not compared with the image: to replace it if it differs, use Set-DaytonaSnapshot, or mode: set in a CI step.", "None")]
    [InlineData("New-DaytonaSnapshot a alpine:3.20 -IfNotExists", "error", "'a' was replaced: the old one had failed.", "Replace")]
    [InlineData("Set-DaytonaSnapshot a alpine:3.20", "active", "'a' is unchanged: it matches the definition.", "None")]
    [InlineData("Set-DaytonaSnapshot a alpine:3.20 -Cpu 2", "active", "'a' was replaced (Cpu: 1 -> 2).", "Replace")]
    public void What_was_done_is_the_last_line_and_a_tag(string line, string? state, string result, string action)
    {
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
        if (state is not null) Server.AddSnapshot("a", state, static it => (it.ImageName, it.UpdatedAt) = ("alpine:3.20", it.UpdatedAt.AddHours(-1)));

        Outcome outcome = Run($"{line} -InformationVariable done | Out-Null; $done.Tags").AssertSucceeded();

        Assert.Equal(result, Lines[^1]);
        Assert.Equal($"DaytonaSnapshot.{action}", outcome.Single.ToString());
    }

    [Fact]
    public void A_failed_build_is_one_error_at_its_line_for_GitHub()
    {
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
        Environment.SetEnvironmentVariable("GITHUB_WORKSPACE", Folder);
        Write("docker/a,b.Dockerfile", "FROM x:1\nRUN echo no match && \\\n  exit 7\n");

        Run("New-DaytonaSnapshot new:1 -Dockerfile 'docker/a,b.Dockerfile'").AssertFailed("SnapshotFailed", ErrorCategory.InvalidResult);

        string error = Assert.Single(Lines, static line => line.StartsWith("::error", StringComparison.Ordinal));
        Assert.StartsWith(
            "::error file=docker/a%2Cb.Dockerfile,line=2,title=Daytona snapshot 'new%3A1' failed::'new:1' failed (error) at line 2 of the Dockerfile, ",
            error, StringComparison.Ordinal);
        Assert.Contains("::endgroup::", Lines.TakeWhile(line => line != error));
    }

    [Theory]
    [InlineData("Set-DaytonaSnapshot a -Dockerfile Dockerfile")]
    [InlineData("@{ Name = 'a'; Dockerfile = 'Dockerfile' } | Sync-DaytonaSnapshot")]
    public void A_failed_replacement_is_reported_under_its_own_name(string line)
    {
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
        Environment.SetEnvironmentVariable("GITHUB_WORKSPACE", Folder);
        Server.AddSnapshot("a");
        Write("Dockerfile", "FROM x:1\nRUN exit 7\n");

        Run(line);

        Assert.StartsWith(
            "::error file=Dockerfile,line=2,title=Daytona snapshot 'a' failed::The new 'a' failed (error) at line 2 of the Dockerfile, ",
            Assert.Single(Lines, static it => it.StartsWith("::error", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_build_is_one_error_at_its_line_for_Azure()
    {
        Environment.SetEnvironmentVariable("TF_BUILD", "True");
        string file = Write("Dockerfile", "FROM x:1\nRUN exit 7 # 100%\n");

        Run("New-DaytonaSnapshot new -Dockerfile Dockerfile").AssertFailed("SnapshotFailed", ErrorCategory.InvalidResult);

        Assert.StartsWith(
            $"##vso[task.logissue type=error;sourcepath={file};linenumber=2]Daytona snapshot 'new' failed: 'new' failed (error) at line 2 of the Dockerfile, RUN exit 7 # 100%AZP25: ",
            Assert.Single(Lines, static line => line.Contains("##vso", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-DaytonaImage x:1 | Add-DaytonaImageStep -Run 'exit 7' | New-DaytonaSnapshot new", "::error title=")]
    [InlineData("New-DaytonaImage -Dockerfile Dockerfile | Add-DaytonaImageStep -Run 'exit 7' | New-DaytonaSnapshot new", "::error title=")]
    [InlineData("New-DaytonaImage -Dockerfile Dockerfile | Add-DaytonaImageStep -Run 'true' | New-DaytonaSnapshot new -Entrypoint x", "::error file=Dockerfile,line=2,")]
    [InlineData("New-DaytonaSnapshot new registry.example.com/pull-fail:1", "::error title=")]
    public void Only_a_line_of_a_file_is_named(string line, string begin)
    {
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
        Environment.SetEnvironmentVariable("GITHUB_WORKSPACE", Folder + "/");
        Write("Dockerfile", line.Contains("Entrypoint", StringComparison.Ordinal) ? "FROM x:1\nRUN exit 7\n" : "FROM x:1\nRUN true\n");

        Assert.Equal("SnapshotFailed", Run(line).Error.FullyQualifiedErrorId.Split(',')[0]);

        Assert.StartsWith(begin, Assert.Single(Lines, static it => it.StartsWith("::error", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-ErrorAction SilentlyContinue")]
    [InlineData("-ErrorAction Ignore")]
    public void A_suppressed_error_is_not_an_annotation(string arguments)
    {
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
        Write("Dockerfile", "FROM x:1\nRUN exit 7\n");

        Run($"New-DaytonaSnapshot new -Dockerfile Dockerfile {arguments}");

        Assert.DoesNotContain(Lines, static line => line.StartsWith("::error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "true")]
    [InlineData("TF_BUILD", "True")]
    public void No_text_of_a_log_is_a_command(string variable, string value)
    {
        Environment.SetEnvironmentVariable(variable, value);
        Write("Dockerfile", "FROM x:1\nRUN echo '::add-mask::x'; echo '::error::y'; echo '##vso[task.complete result=Failed]'; echo '##[error]z'\nRUN exit 7\n");

        Run("New-DaytonaSnapshot new -Dockerfile Dockerfile");

        string[] commands = [.. Lines.Where(static line => line.TrimStart().StartsWith("::", StringComparison.Ordinal) || line.Contains("##[", StringComparison.Ordinal) || line.Contains("##vso[", StringComparison.Ordinal))];
        Assert.Equal(3, commands.Length);
        Assert.All(commands, static line => Assert.Matches(@"^(::group::|::endgroup::|::error title|::error file|##\[group\]|##\[endgroup\]|##vso\[task\.logissue )", line));
        Assert.Contains(Lines, static line => line.Contains("\\u{3a}:add-mask::x", StringComparison.Ordinal));
    }

    [Fact]
    public void CI_output_that_is_turned_off_writes_nothing()
    {
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
        Environment.SetEnvironmentVariable("DAYTONA_CI_OUTPUT", "off");
        Write("Dockerfile", "FROM x:1\nRUN echo hello\nRUN exit 7\n");

        Outcome outcome = Run("New-DaytonaSnapshot new -Dockerfile Dockerfile -Verbose");

        Assert.Empty(Lines);
        Assert.Contains("hello", outcome.Verbose);
    }

    [Fact]
    public void A_replacement_is_displayed_like_a_creation()
    {
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
        Server.AddSnapshot("a");
        Write("Dockerfile", "FROM x:1\nRUN exit 7\n");

        Run("Set-DaytonaSnapshot a -Dockerfile Dockerfile");

        Assert.Contains("::group::Setting snapshot 'a': build log", Lines);
        Assert.Single(Lines, static line => line.StartsWith("::error ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fault_of_a_callback_does_not_end_the_creation()
    {
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
        Shell.Host.OnWrite = static _ => throw new InvalidTimeZoneException("Nobody expects this.");

        Outcome outcome = Run("New-DaytonaSnapshot new alpine:3.20");

        Assert.Equal("active", outcome.Single.Get<string>("State"));
        Assert.NotEmpty(outcome.Errors);
        Assert.All(outcome.Errors, static error => Outcome.AssertIs(error, "UnexpectedError", ErrorCategory.NotSpecified));
    }

    private IReadOnlyList<string> Lines => Shell.Host.Lines;
}
