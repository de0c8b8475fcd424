using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace Daytona.Snapshots.Tests;

/// <summary>An exception that nobody expects becomes an error of the module, which obeys -ErrorAction.</summary>
public sealed class UnexpectedErrorTests : BuildTest
{
    private static readonly string[] Lines =
    [
        "Add-DaytonaImageStep -Image $image -Run date",
        "Connect-Daytona -ApiKey $key -ApiUrl $url",
        "Disable-DaytonaSnapshot app",
        "Disconnect-Daytona",
        "Enable-DaytonaSnapshot off",
        "Get-DaytonaBuildContext",
        "Get-DaytonaConnection",
        "Get-DaytonaOrganization -Connection $user",
        "Get-DaytonaRegion",
        "Get-DaytonaRegistry",
        "Get-DaytonaSnapshot app",
        "Get-DaytonaSnapshotLog app",
        "Get-DaytonaWarmPool",
        "New-DaytonaImage alpine:3.20",
        "New-DaytonaRegistry team https://registry.example.com $credential",
        "New-DaytonaSnapshot new alpine:3.20",
        "Publish-DaytonaSnapshot new -Path image.tar",
        "Remove-DaytonaRegistry team",
        "Remove-DaytonaSnapshot app",
        "Remove-DaytonaWarmPool app",
        "Set-DaytonaRegistry team $credential",
        "Set-DaytonaSnapshot app alpine:3.21",
        "Set-DaytonaWarmPool app 5",
        "Sync-DaytonaSnapshot list.psd1",
        "Test-DaytonaSnapshot app true",
        "Wait-DaytonaSnapshot app",
        "Watch-DaytonaSnapshot app -Timeout 1",
    ];

    // Every callback that runs while a cmdlet works.
    private static readonly (string Place, string Line)[] All =
    [
        // Under -Debug, a warning is a question. On a busy machine, the accelerated clock makes the first response a late one.
        ("<OnRequest>", "Get-DaytonaSnapshot app -Debug -WarningAction Ignore"),
        ("<OnWarning>", "New-DaytonaSnapshot failed alpine:3.20 -IfNotExists"),
        ("<PostVerbose>", "Disable-DaytonaSnapshot off -Verbose"),
        ("<PostVerbose>", "Wait-DaytonaSnapshot late"),
        ("<PostVerbose>", "Sync-DaytonaSnapshot list.psd1"),
        ("<PostOutput>", "$null = New-DaytonaSnapshot new -Dockerfile Dockerfile; Get-DaytonaSnapshotLog new"),
        ("<PostOutput>", "Disable-DaytonaSnapshot app -PassThru"),
        ("<ShowState>", "New-DaytonaSnapshot new alpine:3.20"),
        ("<ShowState>", "Set-DaytonaSnapshot app alpine:3.21"),
        ("<ShowLine>", "New-DaytonaSnapshot new -Dockerfile Dockerfile"),
        ("<ShowStatus>", "New-DaytonaSnapshot new -Dockerfile Dockerfile"),
        ("<ShowStatus>", "New-DaytonaSnapshot new -SandboxId box"),
        ("<ShowStatus>", "Publish-DaytonaSnapshot new -Path image.tar"),
        ("<ShowResult>", "New-DaytonaSnapshot new alpine:3.20"),
        ("<Sync>", "Sync-DaytonaSnapshot list.psd1"),
        (ThrowingCmdlet.Question, "Set-DaytonaSnapshot app alpine:3.21"),
        (ThrowingCmdlet.Question, "Sync-DaytonaSnapshot list.psd1"),
        (ThrowingCmdlet.Question, "Remove-DaytonaSnapshot app"),
        (ThrowingCmdlet.Question, "Test-DaytonaSnapshot app true"),
    ];

    private static readonly Throwing Argument = new();

    public static TheoryData<string, string> Callbacks => new(All);

    public static TheoryData<string, string> EachCallback => new(All.Where(static it => !IsSync(it.Line)).DistinctBy(static it => it.Place));

    // The module's assemblies are loaded by PowerShell.
    private Type[] Types =>
        [.. Shell.Run("$connection").Single.BaseObject.GetType().Assembly.GetExportedTypes().Where(static type => !type.IsAbstract)];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        AccelerateClock();
        // On a busy machine, too, the log is opened before the build has ended.
        Server.Options.BuildTime = TimeSpan.FromSeconds(1);
        Server.AddSnapshot("app");
        Server.AddSnapshot("failed", "error", static it => it.UpdatedAt = it.UpdatedAt.AddHours(-1));
        Server.AddSnapshot("late", "pulling");
        Server.Faults.Add(new Fault { Path = "/api/snapshots/*", Every = 3, Kind = FaultKind.Meanwhile, Meanwhile = static server => server.Change("late", static it => it.State = "active") });
        AddInactive("off");
        Server.AddSandbox("box");
        Write("list.psd1", "@{ Name = 'app'; Image = 'alpine:3.21' }");
        Write("app.py", "print('hello')");
        Write("Dockerfile", "FROM alpine:3.20\nCOPY app.py /\n");
        ImageArchive.Write(Path.Combine(Folder, "image.tar"));
        Shell.Set("argument", Argument);
        Shell.Set("credential", new PSCredential("robot", Secret("not-a-secret")));
        Shell.Set("token", Secret(Server.AddAccessToken("bob", Server.DefaultOrganization)));
        Shell.Set("organization", Server.DefaultOrganization.Id);
        Shell.Run("$user = Connect-Daytona -AccessToken $token -OrganizationId $organization -ApiUrl $url -SkipCheck").AssertSucceeded();
        Shell.Run("$image = New-DaytonaImage alpine:3.20; $PSDefaultParameterValues['*-DaytonaRe*:Connection'] = $PSDefaultParameterValues['*-DaytonaWarmPool:Connection'] = $connection").AssertSucceeded();
    }

    [Fact]
    public void Each_cmdlet_has_a_line() => Assert.Equal(
        Shell.Run("(Get-Module Daytona.Snapshots).ExportedCmdlets.Keys").AssertSucceeded().Names.Order(),
        Lines.Select(static line => line.Split(' ')[0]).Order());

    [Fact]
    public void An_unexpected_exception_is_an_error_to_report() => Assert.All(Lines, line => AssertReported(RunThrowing(ThrowingCmdlet.Step, line), line));

    [Theory, MemberData(nameof(Callbacks))]
    public void A_callback_that_throws_is_an_error_to_report(string place, string line)
    {
        AssertReported(RunThrowing(place, line), line);

        Run("Get-DaytonaSnapshot failed").AssertSucceeded();
    }

    [Fact]
    public void ErrorAction_applies_to_an_unexpected_exception()
    {
        Shell.Run("$PSDefaultParameterValues['*:ErrorAction'] = 'Ignore'").AssertSucceeded();

        Assert.All(Lines.Where(static line => !IsSync(line)), line => Assert.Equal(["next"], RunThrowing(ThrowingCmdlet.Step, line).AssertSucceeded().Names));

        Shell.Run("$PSDefaultParameterValues['*:ErrorAction'] = 'Stop'").AssertSucceeded();

        Assert.All(Lines, line => Assert.StartsWith("UnexpectedError", RunThrowing(ThrowingCmdlet.Step, line).End?.FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(EachCallback))]
    public void ErrorAction_applies_to_a_callback_that_throws(string place, string line)
    {
        Shell.Run("$PSDefaultParameterValues['*:ErrorAction'] = 'Ignore'").AssertSucceeded();

        Assert.Equal("next", RunThrowing(place, line).AssertSucceeded().Output[^1].BaseObject);
    }

    [Theory]
    [InlineData("Get-DaytonaSnapshot | Select-First")]
    [InlineData("Remove-DaytonaSnapshot app")]
    public void A_cancellation_that_throws_is_silent(string line) =>
        Assert.Equal("next", RunThrowing(ThrowingCmdlet.Cancellation, line).AssertSucceeded().Output[^1].BaseObject);

    [Fact]
    public async Task Control_C_survives_a_cancellation_that_throws()
    {
        Server.Faults.Add(new Fault { Path = "/api/snapshots*", Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1) });
        new ThrowingCmdlet(ThrowingCmdlet.Cancellation).Attach(Shell);
        Server.ClearRequests();

        await Shell.RunUntilAsync("Get-DaytonaSnapshot", Server.WaitForRequestAsync(static _ => true, Cancelled));

        await AssertNothingRunsAsync();
    }

    [Fact]
    public void A_completer_that_throws_offers_nothing()
    {
        SetClock(new ThrowingClock());
        var bound = new Hashtable { ["Connection"] = Shell.Run("$connection").Single };

        Assert.All(
            Types.Where(typeof(IArgumentCompleter).IsAssignableFrom),
            type => Assert.Empty(((IArgumentCompleter)Activator.CreateInstance(type)!).CompleteArgument("Get-DaytonaSnapshot", "Name", "", null!, bound)));
    }

    [Fact]
    public void An_argument_that_throws_is_an_error_of_its_cmdlet() => Assert.All(
        from type in Types
        from property in type.GetProperties()
        where type.GetCustomAttribute<CmdletAttribute>() is not null && property.GetCustomAttribute<ArgumentTransformationAttribute>() is not null
        select (type, property),
        it =>
        {
            CmdletAttribute cmdlet = it.type.GetCustomAttribute<CmdletAttribute>()!;
            ErrorRecord error = Run($"{cmdlet.VerbName}-{cmdlet.NounName} -{it.property.Name} $argument").Error;
            Assert.EndsWith($",{it.type.FullName}", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Empty(Requests);
        });

    [Fact]
    public void Each_item_of_a_pipeline_has_its_own_error()
    {
        Outcome outcome = Run("'app', $argument, 'failed' | Get-DaytonaSnapshot");

        Assert.Equal(["app", "failed"], outcome.Names);
        Outcome.AssertIs(outcome.Error, "NotASnapshot", ErrorCategory.InvalidArgument);
    }

    [Fact]
    public void A_property_that_throws_is_an_error_of_its_item()
    {
        Outcome outcome = Run("$it = [pscustomobject]@{ Name = 'x' }; $it.psobject.Properties.Add([psscriptproperty]::new('Id', { throw 'no' })); $it | Remove-DaytonaSnapshot");

        Outcome.AssertIs(Assert.Single(outcome.Errors), "NotASnapshot", ErrorCategory.InvalidArgument);
    }

    [Fact]
    public void What_a_host_throws_at_a_question_passes_unchanged()
    {
        Shell.Host.IsInteractive = false;

        Outcome outcome = Run("New-DaytonaSnapshot new alpine:3.20 -Confirm");

        Assert.StartsWith("InvalidOperation", outcome.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpectedly", outcome.Error.ToString(), StringComparison.Ordinal);
    }

    // Its errors end the script.
    private static bool IsSync(string line) => line.StartsWith("Sync-", StringComparison.Ordinal);

    private static void AssertReported(Outcome outcome, string line)
    {
        Outcome.AssertIs(outcome.Error, "UnexpectedError", ErrorCategory.NotSpecified);
        Assert.Contains("failed unexpectedly (InvalidTimeZoneException): Nobody expects this.", outcome.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(IsSync(line), outcome.End is not null);
    }

    private Outcome RunThrowing(string place, string line)
    {
        var cmdlet = new ThrowingCmdlet(place);
        cmdlet.Attach(Shell);
        Outcome outcome = Run($"{line}; 'next'");
        Assert.True(cmdlet.HasThrown);
        Shell.Run("$PSDefaultParameterValues.Remove('*-Daytona*:OutVariable')").AssertSucceeded();
        return outcome;
    }

    private sealed class ThrowingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw ThrowingCmdlet.Unexpected();

        public override long GetTimestamp() => throw ThrowingCmdlet.Unexpected();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw ThrowingCmdlet.Unexpected();
    }

    private sealed class Throwing
    {
        public override string ToString() => throw ThrowingCmdlet.Unexpected();
    }
}
