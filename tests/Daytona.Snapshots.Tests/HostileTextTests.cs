using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Tests;

/// <summary>Text of the service that would control a terminal or a CI system reaches no stream but the output's properties.</summary>
public sealed partial class HostileTextTests : BuildTest
{
    private const string Hostile = "x\u001b]52;c;aGk=\u0007\u001b]8;;http://e.example\u001b\\y\u009b31m\u202ez\0\r\n::error::a ##vso[task.complete]b";

    public static TheoryData<string> Lines =>
    [
        "Get-DaytonaSnapshot -Verbose -Debug",
        "Get-DaytonaSnapshot -Id $id",
        "Wait-DaytonaSnapshot $id -State inactive -Verbose",
        "Wait-DaytonaSnapshot $id -State pending -Timeout 1 -Verbose",
        "Remove-DaytonaSnapshot $id -WhatIf",
        "Remove-DaytonaSnapshot $id -Confirm",
        "Remove-DaytonaSnapshot *x* -Verbose -PassThru",
        "Remove-DaytonaSnapshot $general",
        "Enable-DaytonaSnapshot $id",
        "Disable-DaytonaSnapshot $id",
        "Disable-DaytonaSnapshot $active -WhatIf",
        "Set-DaytonaSnapshot $id alpine:3.20 -Force -WhatIf",
        "Set-DaytonaSnapshot $general alpine:3.20",
        "Set-DaytonaSnapshot $active nosuch:1 -Verbose",
        "Get-DaytonaSnapshotLog $id",
        "Get-DaytonaSnapshotLog $active -Follow",
        "Watch-DaytonaSnapshot -Timeout 0.2",
        "New-DaytonaSnapshot $text alpine:3.20",
        "New-DaytonaSnapshot ok $text",
        "New-DaytonaSnapshot ok -SandboxId $text",
        "Get-DaytonaSnapshot $text",
        "[pscustomobject]@{ Id = $text } | Remove-DaytonaSnapshot",
    ];

    [Theory, MemberData(nameof(Lines))]
    public void No_stream_has_text_that_acts(string line)
    {
        Shell.Set("text", Hostile);
        Shell.Set("id", Server.AddSnapshot("a" + Hostile, "error", static it => (it.ErrorReason, it.ImageName) = (Hostile, Hostile)).Id.ToString());
        Shell.Set("active", Server.AddSnapshot("b" + Hostile, "active", static it => it.ImageName = Hostile).Id.ToString());
        Shell.Set("general", Server.AddSnapshot("c" + Hostile, Hostile, static it => it.General = true).Id.ToString());

        Outcome outcome = Run(line);

        foreach (string text in TextsOf(outcome).Concat(Shell.Host.Lines).Concat(LinesOfQuestions)) AssertHarmless(text);
    }

    [Fact]
    public void A_refusal_in_hostile_words_is_one_harmless_line()
    {
        Server.Faults.Add(new Fault
        {
            Method = "POST", Path = "/api/snapshots", Kind = FaultKind.Answer, Status = 400,
            Body = System.Text.Json.JsonSerializer.Serialize(new { statusCode = 400, error = Hostile, message = Hostile }),
        });

        ErrorRecord error = Run("New-DaytonaSnapshot ok alpine:3.20").Error;

        Assert.Contains("\\u{1b}]52", error.ToString(), StringComparison.Ordinal);
        for (Exception? cause = error.Exception; cause is not null; cause = cause.InnerException) AssertHarmless(cause.Message);
        AssertHarmless(error.ToString());
    }

    [Fact]
    public void Completion_offers_an_ID_for_a_name_that_can_not_be_typed()
    {
        LocalSnapshot hostile = Server.AddSnapshot("app" + Hostile, "active", static it => it.ImageName = Hostile);

        CompletionResult found = Assert.Single(Shell.Complete("Get-DaytonaSnapshot -Connection $connection -Name app"));

        Assert.Equal(hostile.Id.ToString(), found.CompletionText);
        AssertHarmless(found.ListItemText);
        AssertHarmless(found.ToolTip);
    }

    [Fact]
    public void The_properties_and_the_text_of_a_snapshot_are_unchanged()
    {
        Server.AddSnapshot("a" + Hostile);

        PSObject snapshot = Run("Get-DaytonaSnapshot").AssertSucceeded().Single;

        Assert.Equal("a" + Hostile, snapshot.Properties["Name"].Value);
        Assert.Equal("a" + Hostile, snapshot.ToString());
    }

    // PowerShell's own text has two lines.
    private IEnumerable<string> LinesOfQuestions => Shell.Host.Questions.SelectMany(static question => question.Split('\n'));

    private static IEnumerable<string> TextsOf(Outcome outcome) =>
    [
        .. outcome.Verbose, .. outcome.Warnings, .. outcome.Debug,
        .. outcome.Progress.SelectMany(static it => new[] { it.Activity, it.StatusDescription, it.CurrentOperation ?? "" }),
        .. outcome.Errors.Concat(outcome.End is null ? [] : [outcome.End]).SelectMany(static error => new[]
        {
            error.ToString(), error.Exception.Message, error.CategoryInfo.ToString(), error.ErrorDetails?.RecommendedAction?.ReplaceLineEndings(" ") ?? "",
        }),
    ];

    private static void AssertHarmless(string text)
    {
        Assert.DoesNotMatch(Acting(), text);
        Assert.DoesNotMatch(Command(), text);
    }

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\u2028\u2029]")]
    private static partial Regex Acting();

    [GeneratedRegex(@"^\s*::|::[a-z].*::|##\[|##vso\[")]
    private static partial Regex Command();
}
