using System.Formats.Tar;
using System.Management.Automation;
using System.Text;

namespace Daytona.Snapshots.Tests;

/// <summary>Snapshots from a definition, a Dockerfile and a sandbox.</summary>
public sealed class NewDaytonaSnapshotBuildTests : BuildTest
{
    [Fact]
    public void A_piped_definition_is_built_with_its_files()
    {
        Write("app/main.py", "print('a')\n");

        PSObject snapshot = Run(
            "New-DaytonaImage x:1 | Add-DaytonaImageStep -LocalDirectory app -Destination /app | New-DaytonaSnapshot new -Entrypoint python, '/app/main.py' -Cpu 2")
            .AssertSucceeded().Single;

        Assert.Equal("active", snapshot.Properties["State"].Value);
        Assert.Equal("FROM x:1\nCOPY app /app\nENTRYPOINT [\"python\", \"/app/main.py\"]\n", Built("new").DockerfileContent);
        Assert.Equal(["app/main.py"], Uploaded());
    }

    [Theory]
    [InlineData("-Dockerfile docker/Dockerfile", "app/inner.py")]
    [InlineData("-Dockerfile docker/Dockerfile -Context .", "app/main.py")]
    [InlineData("-Dockerfile ./docker/../docker/Dockerfile -Context docker/..", "app/main.py")]
    public void The_context_is_the_folder_of_the_Dockerfile_or_another(string arguments, string file)
    {
        Write("docker/Dockerfile", "FROM x:1\nCOPY app /app\n");
        Write("docker/app/inner.py", "1");
        Write("app/main.py", "1");
        Write("other", "1");

        Run($"New-DaytonaSnapshot new {arguments}").AssertSucceeded();

        Assert.Equal([file], Uploaded());
    }

    [Fact]
    public void An_entrypoint_is_appended_to_the_Dockerfile()
    {
        Write("Dockerfile", "FROM x:1\nRUN ls");

        Run("New-DaytonaSnapshot new -Dockerfile Dockerfile -Entrypoint sleep, infinity").AssertSucceeded();

        Assert.Equal("FROM x:1\nRUN ls\nENTRYPOINT [\"sleep\", \"infinity\"]\n", Built("new").DockerfileContent);
        Assert.DoesNotContain("\"entrypoint\"", Requests.Single(static it => it.Method == "POST").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeating_a_build_uploads_no_file()
    {
        Write("Dockerfile", "FROM x:1\nCOPY app /app\n");
        Write("app/main.py", "1");
        Run("New-DaytonaSnapshot one -Dockerfile Dockerfile").AssertSucceeded();

        Run("New-DaytonaSnapshot two -Dockerfile Dockerfile").AssertSucceeded();

        Assert.Equal(["POST /api/snapshots"], Changes);
        Assert.Equal(Built("one").ContextHashes, Built("two").ContextHashes);
    }

    [Fact]
    public void Upload_progress_is_shown_in_bytes()
    {
        Write("Dockerfile", "FROM x:1\nCOPY app /app\n");
        Write("app/big", new string('x', 3 << 20));

        Outcome outcome = Run("New-DaytonaSnapshot new -Dockerfile Dockerfile").AssertSucceeded();

        Assert.Contains(outcome.Progress, static it => it.StatusDescription.StartsWith("Reading the build context: ", StringComparison.Ordinal));
        Assert.Contains(outcome.Progress, static it => it.StatusDescription == "Sending the build context: 3.0 of 3.0 MiB" && it.PercentComplete == 100);
    }

    [Theory]
    [InlineData("-Dockerfile nope", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("-Dockerfile Dockerfile -Context nope", ErrorCategory.ObjectNotFound, "does not exist.")]
    [InlineData("-Dockerfile utf16", ErrorCategory.InvalidArgument, "Save it as UTF-8.")]
    [InlineData("-Dockerfile Env:PATH", ErrorCategory.InvalidArgument, "Specify a path of the file system.")]
    [InlineData("-Dockerfile long", ErrorCategory.InvalidArgument, "the service accepts only 102,400.")]
    public void An_invalid_Dockerfile_is_an_error_before_any_request(string arguments, ErrorCategory category, string reason)
    {
        Write("Dockerfile", "FROM x:1\n");
        Write("app", "1");
        Write("long", $"FROM x:1\nCOPY app /app\nRUN {new string('é', 60_000)}\n");
        File.WriteAllText(Path.Combine(Folder, "utf16"), "FROM x:1\n", Encoding.Unicode);

        ErrorRecord error = Run($"New-DaytonaSnapshot new {arguments}").AssertFailed("InvalidDockerfile", category);

        Assert.Contains(reason, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("new", error.TargetObject);
        Assert.Empty(Requests);
    }

    [Fact]
    public void An_unreadable_file_is_named_before_any_request()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The target is one of a Unix system.");
        Write("Dockerfile", "FROM x:1\nCOPY app /app\n");
        Write("app/a", "1");
        File.CreateSymbolicLink(Path.Combine(Folder, "app/out"), "/etc/hostname");

        ErrorRecord error = Run("New-DaytonaSnapshot new -Dockerfile Dockerfile").AssertFailed("InvalidBuildContext", ErrorCategory.ReadError);

        Assert.Contains(Path.Combine(Folder, "app/out"), error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
    }

    [Fact]
    public void A_file_that_changes_during_the_upload_stops_the_creation()
    {
        Write("Dockerfile", "FROM x:1\nCOPY app /app\n");
        string file = Write("app/log", "1");
        Server.Faults.Add(new Fault
        {
            Method = "GET", Path = "/daytona*", Kind = FaultKind.Meanwhile, Meanwhile = _ => File.AppendAllText(file, "2"),
        });

        ErrorRecord error = Run("New-DaytonaSnapshot new -Dockerfile Dockerfile").AssertFailed("InvalidBuildContext", ErrorCategory.ReadError);

        Assert.Contains(file, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Server.Snapshots);
    }

    [Fact]
    public void An_upload_that_the_storage_refuses_stops_the_creation()
    {
        Write("Dockerfile", "FROM x:1\nCOPY app /app\n");
        Write("app/a", "1");
        Server.Faults.Add(new Fault
        {
            Method = "PUT", Kind = FaultKind.Answer, Status = 403, Body = "<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>",
        });

        Run("New-DaytonaSnapshot new -Dockerfile Dockerfile").AssertFailed("UploadFailed", ErrorCategory.ConnectionError);

        Assert.Empty(Server.Snapshots);
    }

    [Fact]
    public void A_missing_source_is_a_warning()
    {
        Write("Dockerfile", "FROM x:1\nCOPY nope /nope\n");

        Outcome outcome = Run("New-DaytonaSnapshot new -Dockerfile Dockerfile");

        Assert.Equal(
            $"The Dockerfile's 'nope' (line 2) is not in {Folder}: the build will most likely fail there.", Assert.Single(outcome.Warnings));
        Assert.Equal(
            "'new' failed (error) at line 2 of the Dockerfile, COPY nope /nope: failed to compute cache key: failed to calculate checksum "
            + "of ref 7vq2::c0ffee: \"/nope\": not found. The name stays taken. To free it, run Remove-DaytonaSnapshot new.",
            outcome.Error.ToString());
    }

    [Fact]
    public void WhatIf_sends_nothing()
    {
        Write("Dockerfile", "FROM x:1\nCOPY app /app\n");
        Write("app/a", "1");

        Run("New-DaytonaSnapshot new -Dockerfile Dockerfile -WhatIf").AssertSucceeded();

        Assert.Empty(Requests);
        Assert.Equal(["What if: Performing the operation \"Create snapshot from Dockerfile Dockerfile\" on target \"new\"."], Shell.Host.Lines);
    }

    [Fact]
    public void A_sandbox_is_captured_and_its_snapshot_awaited()
    {
        AccelerateClock();
        LocalSandbox sandbox = Server.AddSandbox("box", static it => it.Cpu = 2);

        PSObject snapshot = Run("New-DaytonaSnapshot captured -SandboxId box").AssertSucceeded().Single;

        Assert.Equal("active", snapshot.Properties["State"].Value);
        Assert.Equal(sandbox.Id.ToString(), Server.Find("captured")!.SourceSandboxId);
        Assert.Equal("""{"name":"captured","includeMemory":false}""", Requests.Single(static it => it.Method == "POST").Body);
    }

    [Fact]
    public void IncludeMemory_captures_the_memory_of_a_sandbox()
    {
        AccelerateClock();
        Server.AddSandbox("box", static it => (it.SandboxClass, it.State) = ("windows", "started"));

        Run("New-DaytonaSnapshot captured -SandboxId box -IncludeMemory").AssertSucceeded();

        Assert.Equal("""{"name":"captured","includeMemory":true}""", Requests.Single(static it => it.Method == "POST").Body);
    }

    [Fact]
    public void Capturing_the_memory_of_a_container_is_refused()
    {
        Server.AddSandbox("box");

        Assert.Contains(
            "includeMemory is only supported for Windows sandboxes",
            Run("New-DaytonaSnapshot captured -SandboxId box -IncludeMemory").AssertFailed("Refused", ErrorCategory.InvalidOperation).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_sandbox_is_an_error_that_names_it()
    {
        ErrorRecord error = Run("New-DaytonaSnapshot captured -SandboxId box").AssertFailed("SandboxNotFound", ErrorCategory.ObjectNotFound);

        Assert.Equal("Sandbox with ID or name box not found. Check -SandboxId.", error.ToString());
    }

    [Fact]
    public void A_capture_with_a_used_name_is_refused_before_it_starts()
    {
        Server.AddSandbox("box");
        Server.AddSnapshot("captured");

        ErrorRecord error = Run("New-DaytonaSnapshot captured -SandboxId box").AssertFailed("SnapshotExists", ErrorCategory.ResourceExists);

        Assert.DoesNotContain("-IfNotExists", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Changes);
    }

    [Fact]
    public void A_capture_that_fails_silently_is_an_error()
    {
        AccelerateClock();
        Server.Faults.Add(new Fault { Method = "POST", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 200, Body = "{}" });
        Server.Faults.Add(new Fault { Method = "GET", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 200, Body = """{"id":"1","state":"stopped"}""" });

        ErrorRecord error = Run("New-DaytonaSnapshot captured -SandboxId box").AssertFailed("CaptureFailed", ErrorCategory.InvalidResult);

        Assert.Contains("the sandbox is stopped again, and no snapshot 'captured' has appeared", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_Dockerfile_without_end_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");

        ErrorRecord error = Run("New-DaytonaSnapshot a -Dockerfile /dev/zero -WhatIf").AssertFailed("InvalidDockerfile", ErrorCategory.InvalidArgument);

        Assert.Contains("4 MiB", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_capture_that_takes_too_long_is_a_timeout()
    {
        Server.Options.PullTime = TimeSpan.FromHours(1);
        Server.AddSandbox("box");
        HurryClock();

        Run("New-DaytonaSnapshot captured -SandboxId box -Timeout 0.5").AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);
    }

    [Theory]
    [InlineData("-Dockerfile a -Image b:1")]
    [InlineData("-Image b:1 -Context .")]
    [InlineData("-SandboxId a -Dockerfile b")]
    [InlineData("-SandboxId a -NoWait")]
    [InlineData("-Image b:1 -IncludeMemory")]
    public void Only_one_source_can_be_given(string arguments) => Assert.StartsWith(
        "AmbiguousParameterSet", Run($"New-DaytonaSnapshot new {arguments}").Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Theory]
    [InlineData("-Entrypoint b")]
    [InlineData("-Cpu 2")]
    [InlineData("-Region us")]
    public void A_capture_takes_no_entrypoint_sizes_or_region(string arguments)
    {
        Run($"New-DaytonaSnapshot new -SandboxId a {arguments}").AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument);

        Assert.Empty(Requests);
    }

    private LocalBuildInfo Built(string name) => Server.Find(name)!.BuildInfo!;

    private string[] Uploaded()
    {
        using var content = new MemoryStream(Assert.Single(Server.StoredObjects).Content.ToArray());
        using var tar = new TarReader(content);
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry) names.Add(entry.Name);
        return [.. names];
    }
}
