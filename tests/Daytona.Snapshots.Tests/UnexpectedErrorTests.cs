using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>An exception that nobody expects becomes an error of the module, which obeys -ErrorAction.</summary>
public sealed class UnexpectedErrorTests : BuildTest
{
    private static readonly string[] OfItems =
    [
        "Get-DaytonaSnapshot app",
        "Get-DaytonaSnapshot a*",
        "New-DaytonaSnapshot new alpine:3.20",
        "New-DaytonaSnapshot new -SandboxId box",
        "Set-DaytonaSnapshot app alpine:3.21",
        "Publish-DaytonaSnapshot new -Path image.tar",
        "Test-DaytonaSnapshot app true",
        "Remove-DaytonaSnapshot app",
        "Enable-DaytonaSnapshot app",
        "Disable-DaytonaSnapshot app",
        "Wait-DaytonaSnapshot app",
        "Watch-DaytonaSnapshot app",
        "Get-DaytonaSnapshotLog app",
        "Get-DaytonaRegion",
        "Get-DaytonaOrganization -Connection $user",
        "Get-DaytonaRegistry",
        "New-DaytonaRegistry team https://registry.example.com $credential",
        "Set-DaytonaRegistry team $credential",
        "Remove-DaytonaRegistry team",
        "New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Environment $throwing",
    ];

    public static TheoryData<string> Lines => [.. OfItems];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Server.AddSnapshot("app");
        ImageArchive.Write(Path.Combine(Folder, "image.tar"));
        Shell.Set("credential", new PSCredential("robot", Secret("not-a-secret")));
        Shell.Set("throwing", new ThrowingTable());
        Shell.Run("foreach ($it in 'Registry', 'Region', 'Organization') { $PSDefaultParameterValues[\"*-Daytona${it}:Connection\"] = $connection }").AssertSucceeded();
        Shell.Set("token", Secret(Server.AddAccessToken("bob", Server.DefaultOrganization)));
        Shell.Set("organization", Server.DefaultOrganization.Id);
        PSObject user = Shell.Run("Connect-Daytona -AccessToken $token -OrganizationId $organization -ApiUrl $url -SkipCheck").AssertSucceeded().Single;
        Shell.Set("user", user);
        ConnectionClock.Set(user, new ThrowingClock());
        SetClock(new ThrowingClock());
    }

    [Theory, MemberData(nameof(Lines))]
    public void An_unexpected_exception_is_an_error_to_report(string line)
    {
        Outcome outcome = Run($"{line}; 'next'");

        Assert.Null(outcome.End);
        Outcome.AssertIs(Assert.Single(outcome.Errors), "UnexpectedError", ErrorCategory.NotSpecified);
        Assert.Contains("failed unexpectedly (InvalidTimeZoneException): Nobody expects this.", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("next", outcome.Single.BaseObject);
    }

    [Fact]
    public void Each_item_of_a_pipeline_has_its_own_error()
    {
        Outcome outcome = Run("'a', 'b', 'c' | Get-DaytonaSnapshot");

        Assert.Equal(3, outcome.Errors.Count);
    }

    [Theory, MemberData(nameof(Lines))]
    public void ErrorAction_applies_to_an_unexpected_exception(string line)
    {
        Assert.Equal("next", Run($"$PSDefaultParameterValues['*:ErrorAction'] = 'Ignore'; {line}; 'next'").AssertSucceeded().Single.BaseObject);

        Assert.StartsWith("UnexpectedError", Run($"$PSDefaultParameterValues['*:ErrorAction'] = 'Stop'; {line}; 'next'").End?.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unexpected_exception_ends_a_synchronization() =>
        Assert.StartsWith("UnexpectedError", Run("@{ Name = 'app'; Image = 'alpine:3.21' } | Sync-DaytonaSnapshot").End?.FullyQualifiedErrorId, StringComparison.Ordinal);

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

    private static InvalidTimeZoneException Unexpected() => new InvalidTimeZoneException("Nobody expects this.");

    private sealed class ThrowingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw Unexpected();

        public override long GetTimestamp() => throw Unexpected();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw Unexpected();
    }

    private sealed class ThrowingTable : Hashtable, IDictionary
    {
        IDictionaryEnumerator IDictionary.GetEnumerator() => throw Unexpected();

        IEnumerator IEnumerable.GetEnumerator() => throw Unexpected();
    }
}
