using System.Collections;
using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class SyncDaytonaSnapshotTests : BuildTest
{
    private const string Two = "@{ Snapshots = @( @{ Name = 'agents/a'; Image = 'alpine:3.20' }, @{ Name = 'agents/b'; Image = 'alpine:3.20'; Cpu = 2 } ) }";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        LocalServerOptions options = Server.Options;
        options.PullTime = options.BuildTime = options.RemovalDelay = TimeSpan.Zero;
    }

    [Fact]
    public void A_second_run_over_fifty_definitions_only_reads()
    {
        for (int i = 0; i < 40; i++) Server.AddSnapshot($"agents/{i:00}");
        for (int i = 0; i < 5; i++) Server.AddSnapshot($"agents/old-{i}", change: MakeOld);
        Server.AddSnapshot("other");
        AddGeneral("agents/general");
        // Ten have another image, and ten are new.
        Write("snapshots.psd1", "@(\n" + string.Concat(Enumerable.Range(0, 50).Select(
            static i => $"  @{{ Name = 'agents/{i:00}'; Image = 'alpine:{(i is >= 10 and < 20 ? "3.21" : "3.20")}' }}\n")) + ")");
        const string Command = "Sync-DaytonaSnapshot snapshots.psd1 -Prune -Prefix agents/";

        Outcome plan = Run($"{Command} -WhatIf").AssertSucceeded();
        Assert.Empty(Changes);
        Outcome run = Run($"{Command} -Confirm:$false").AssertSucceeded();
        int changes = Changes.Count;
        Outcome second = Run(Command).AssertSucceeded();

        Dictionary<string, int> expected = new() { ["Create"] = 10, ["None"] = 30, ["Remove"] = 5, ["Replace"] = 10 };
        Assert.Equal(expected, Count(plan));
        Assert.Equal(expected, Count(run));
        // A creation each; of an update two creations and two removals; and the five removals.
        Assert.Equal(10 + (10 * 4) + 5, changes);
        Assert.Equal(new() { ["None"] = 50 }, Count(second));
        Assert.All(Requests, static request => Assert.Equal("GET", request.Method));
        Assert.Equal(
            ["agents/general", .. Enumerable.Range(0, 50).Select(static i => $"agents/{i:00}"), "other"],
            Left.Select(static it => it.Name).OrderBy(static name => name != "agents/general").ThenBy(static name => name, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("@( @{ Name = 'agents/a'; Image = 'alpine:3.20' }\n @{ Name = 'agents/b'; Image = 'alpine:3.20'; Cpu = 2 } )")]
    [InlineData("@{ Name = 'agents/a'; Image = 'alpine:3.20' }, @{ Name = 'agents/b'; Image = 'alpine:3.20'; Cpu = 2 }")]
    [InlineData(Two)]
    public void Every_format_of_a_list_is_accepted(string text)
    {
        Write("snapshots.psd1", text);

        Outcome outcome = Run("Sync-DaytonaSnapshot snapshots.psd1").AssertSucceeded();

        Assert.Equal(new() { ["Create"] = 2 }, Count(outcome));
        Assert.Equal(2, Server.Find("agents/b")!.Cpu);
    }

    [Fact]
    public void Paths_of_a_list_are_relative_to_its_file()
    {
        Write("infra/snapshots.psd1", "@{ Name = 'a'; Dockerfile = 'images/Dockerfile'; Context = '../app'; Entrypoint = 'run', 'it' }");
        Write("infra/images/Dockerfile", "FROM alpine:3.20\nCOPY app.py /\n");
        Write("app/app.py", "print(1)");

        Run("Sync-DaytonaSnapshot infra/snapshots.psd1").AssertSucceeded();

        Assert.Equal("print(1)", Assert.Single(Server.Builds).Context["app.py"].Text);
        Assert.Equal("FROM alpine:3.20\nCOPY app.py /\nENTRYPOINT [\"run\", \"it\"]\n", Server.Find("a")!.BuildInfo!.DockerfileContent);
    }

    [Fact]
    public void Piped_objects_are_a_list()
    {
        Outcome outcome = Run(
            "[pscustomobject]@{ Name = 'a'; Image = 'alpine:3.20'; Memory = '2GB'; Entrypoint = 'sleep, 60'; Region = '' }, " +
            "@{ Name = 'b'; Definition = New-DaytonaImage alpine:3.20 } | Sync-DaytonaSnapshot").AssertSucceeded();

        Assert.Equal(new() { ["Create"] = 2 }, Count(outcome));
        Assert.Equal(2, Server.Find("a")!.Mem);
        Assert.Equal(["sleep", "60"], Server.Find("a")!.Entrypoint);
    }

    [Theory]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Memroy = 2 }", "entry 1 of snapshots.psd1: 'Memroy' is not a property of definitions. Did you mean 'Memory'?")]
    [InlineData("@{ Image = 'alpine:3.20' }", "entry 1 of snapshots.psd1 has no Name.")]
    [InlineData("@{ Name = 'a' }", "'a' (entry 1 of snapshots.psd1): specify exactly one of Image, Dockerfile and Definition.")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Memory = 1.5 }", "'a' (entry 1 of snapshots.psd1): Memory: '1.5' is 1.5 GiB")]
    [InlineData("@{ Name = 'a'; Dockerfile = 'none' }", "'a' (entry 1 of snapshots.psd1): ")]
    [InlineData("@( @{ Name = 'a'; Image = 'alpine:3.20' }, @{ Name = 'a'; Image = 'alpine:3.20' } )", "'a' is defined more than once.")]
    [InlineData("@{ Name = @('a', 'b'); Image = 'alpine:3.20' }", "Name: A text is required, and not a value of the type Object[].")]
    [InlineData("@{ Name = 'a'; Image = @('alpine:3.20') }", "Image: A text is required")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Region = @{ Id = 'us' } }", "Region: A text is required")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Entrypoint = @{ a = 1 } }", "Entrypoint: A text is required")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Entrypoint = @('sh', @('-c')) }", "Entrypoint: A text is required")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Cpu = 0 }", "'a' (entry 1 of snapshots.psd1): The number of CPU cores can't be 0")]
    [InlineData("@{ Name = 'a'; Image = (Get-Date) }", "line 1 is more than data.")]
    [InlineData("Get-Date", "line 1 is more than data.")]
    [InlineData("@{ Name = ", "can't be read: line 1")]
    public void A_list_with_an_error_changes_nothing(string text, string message)
    {
        Write("snapshots.psd1", $"# A comment.\n{text}".Replace("# A comment.\n", "", StringComparison.Ordinal));

        ErrorRecord error = Run("Sync-DaytonaSnapshot snapshots.psd1").AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument);

        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed.", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
    }

    [Theory]
    [InlineData("$null | Sync-DaytonaSnapshot")]
    [InlineData("Sync-DaytonaSnapshot -InputObject $null")]
    public void A_null_object_is_not_a_definition(string line)
    {
        ErrorRecord error = Run(line).AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument);

        Assert.StartsWith("object 1: '' is not a definition.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_for_a_list_with_semicolons_has_advice()
    {
        ErrorRecord error = Run("[pscustomobject]@{ 'Name;Image' = 'a;alpine:3.20' } | Sync-DaytonaSnapshot").AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument);

        Assert.Contains("Separate the columns with commas.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_JSON_object_is_not_a_text()
    {
        Write("snapshots.json", """[{ "Name": "a", "Image": "alpine:3.20", "Region": { "id": "us" } }]""");

        Run("Sync-DaytonaSnapshot snapshots.json").AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument);
    }

    [Fact]
    public void A_doubtful_entrypoint_is_a_warning_of_the_plan()
    {
        Outcome outcome = Run("@{ Name = 'a'; Image = 'alpine:3.20'; Entrypoint = 'sleep infinity' } | Sync-DaytonaSnapshot -WhatIf").AssertSucceeded();

        Assert.StartsWith("'a': The entrypoint 'sleep infinity' is one word", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_ends_a_script()
    {
        Shell.UseConnection(Connect(Shell, "wrong"));

        Outcome outcome = Run("@{ Name = 'a'; Image = 'alpine:3.20' } | Sync-DaytonaSnapshot -Connection $connection; 'not reached'");

        ErrorRecord error = outcome.AssertFailed("CredentialRefused", ErrorCategory.AuthenticationError);
        Assert.Same(error, outcome.End);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("-Prune", "InvalidPrefix")]
    [InlineData("-Prune -Prefix ''", "InvalidPrefix")]
    [InlineData("-Prune -Prefix ' '", "InvalidPrefix")]
    [InlineData("-Prune -Prefix 'a*'", "InvalidPrefix")]
    [InlineData("-Prune -Prefix 'a[b'", "InvalidPrefix")]
    [InlineData("-Prefix a", "InvalidPrefix")]
    public void Pruning_needs_a_literal_prefix(string arguments, string id)
    {
        Write("snapshots.psd1", Two);

        Run($"Sync-DaytonaSnapshot snapshots.psd1 {arguments}").AssertFailed(id, ErrorCategory.InvalidArgument);

        Assert.Empty(Requests);
    }

    [Fact]
    public void An_empty_list_prunes_nothing()
    {
        Write("snapshots.psd1", "@{ Snapshots = @() }");
        Server.AddSnapshot("agents/a");

        Run("Sync-DaytonaSnapshot snapshots.psd1 -Prune -Prefix agents/ -Confirm:$false").AssertFailed("EmptyDefinitionList", ErrorCategory.InvalidArgument);

        Assert.Empty(Requests);
    }

    [Theory]
    [InlineData("Y", 2)]
    [InlineData("N", 3)]
    public void Pruning_asks_once(string answer, int left)
    {
        Write("snapshots.psd1", Two);
        Run("Sync-DaytonaSnapshot snapshots.psd1").AssertSucceeded();
        Server.AddSnapshot("agents/old", change: MakeOld);
        Shell.Host.Answers.Enqueue(answer);

        Run("Sync-DaytonaSnapshot snapshots.psd1 -Prune -Prefix agents/").AssertSucceeded();

        Assert.Equal("Remove the snapshots that are not in the list (1): agents/old?", Assert.Single(Shell.Host.Questions));
        Assert.Equal(left, Left.Count());
    }

    [Fact]
    public void A_failure_does_not_stop_the_others_and_ends_in_one_error()
    {
        Write("snapshots.psd1", Two);
        Server.AddSnapshot("agents/old", change: MakeOld);
        Server.Options.Plan = static (snapshot, plan) => snapshot.Name == "agents/a" ? plan with { FinalState = "error", Failure = "no space" } : plan;

        Outcome outcome = Run(
            "$ErrorActionPreference = 'Stop'; Sync-DaytonaSnapshot snapshots.psd1 -Prune -Prefix agents/ -Confirm:$false -ThrottleLimit 1");

        ErrorRecord error = outcome.AssertFailed("SyncIncomplete", ErrorCategory.InvalidResult);
        Assert.Same(error, outcome.End);
        Assert.StartsWith("1 of 2 snapshots could not be synchronized: agents/a. Nothing was pruned.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(outcome.Warnings, static warning => warning.StartsWith("'agents/a' failed (error)", StringComparison.Ordinal));
        Assert.Equal("active", Server.Find("agents/b")!.State);
        Assert.NotNull(Server.Find("agents/old"));
    }

    [Fact]
    public async Task An_interrupted_run_can_be_repeated()
    {
        Server.AddSnapshot("agents/b", change: static it => it.Cpu = 1);
        Server.AddSnapshot("agents/c", change: static it => it.ImageName = "debian:13");
        Server.AddSnapshot("agents/old", change: MakeOld);
        Write("snapshots.psd1", Two.Replace(" ) }", ", @{ Name = 'agents/c'; Image = 'alpine:3.20' } ) }", StringComparison.Ordinal));
        HoldCreations();
        const string Command = "Sync-DaytonaSnapshot snapshots.psd1 -Prune -Prefix agents/ -Confirm:$false";

        // A creation and two updates are under way.
        Task underWay = Server.WaitForSnapshotAsync("agents/a", _ => Server.Snapshots.Count(static it => it.State == "pulling") == 3, Cancelled);
        await Shell.RunUntilAsync(Command, underWay);
        await Server.WaitForSnapshotAsync("agents/a", _ => !Left.Any(static it => it.Name.Contains(".update-", StringComparison.Ordinal)), Cancelled);
        await AssertNothingRunsAsync();
        Assert.Equal(["agents/a", "agents/b", "agents/c", "agents/old"], Left.Select(static it => it.Name).Order());
        Server.Options.Plan = null;
        foreach (LocalSnapshot held in Server.Snapshots.Where(static it => it.State == "pulling")) Server.Change(held, static it => it.State = "active");
        Run(Command).AssertSucceeded();

        Assert.Equal(
            [("agents/a", "active", 1), ("agents/b", "active", 2), ("agents/c", "active", 1)],
            Left.Select(static it => (it.Name, it.State, it.Cpu)).Order());
        Assert.All(Left, static it => Assert.Equal("alpine:3.20", it.ImageName));
        Run(Command).AssertSucceeded();
        Assert.Empty(Changes);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(0.5, 3)]
    public void Pruning_removes_old_leftovers_of_interrupted_updates(double hours, int left)
    {
        Write("snapshots.psd1", Two);
        Run("Sync-DaytonaSnapshot snapshots.psd1").AssertSucceeded();
        Server.AddSnapshot("agents/a.update-0123abcd", change: it => it.CreatedAt = it.CreatedAt.AddHours(-hours));

        Run("Sync-DaytonaSnapshot snapshots.psd1 -Prune -Prefix agents/ -Confirm:$false").AssertSucceeded();

        Assert.Equal(left, Left.Count());
    }

    [Fact]
    public void A_change_is_an_object_with_its_differences()
    {
        Server.AddSnapshot("agents/a", change: static it => it.ImageName = "debian:13");
        Write("snapshots.psd1", "@{ Name = 'agents/a'; Image = 'alpine:3.20' }");

        PSObject change = Run("Sync-DaytonaSnapshot snapshots.psd1").AssertSucceeded().Single;

        Assert.Equal(("Replace", "True"), (change.Properties["Action"].Value.ToString(), change.Properties["Applied"].Value.ToString()));
        Assert.Equal(
            "ImageName: debian:13 -> alpine:3.20", Assert.Single(((IEnumerable)change.Properties["Differences"].Value).Cast<object>()).ToString());
    }

    // A younger snapshot may be one that another job creates, and is not pruned.
    private static void MakeOld(LocalSnapshot snapshot) => snapshot.CreatedAt = snapshot.CreatedAt.AddHours(-1);

    private static Dictionary<string, int> Count(Outcome outcome) => outcome.Output
        .GroupBy(static change => change.Properties["Action"].Value.ToString()!)
        .OrderBy(static group => group.Key, StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => group.Count());

    [Fact]
    public void A_failed_test_keeps_the_old_snapshot_and_ends_the_script()
    {
        LocalSnapshot old = Server.AddSnapshot("a");
        Server.Toolbox.Add("bad", exitCode: 1);

        Outcome outcome = Run("[pscustomobject]@{ Name = 'a'; Image = 'alpine:3.21' } | Sync-DaytonaSnapshot -TestCommand bad");

        Assert.Equal("SyncIncomplete", outcome.End!.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("'bad' ended with exit code 1.", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Equal(old.Id, Server.Find("a")!.Id);
    }
}
