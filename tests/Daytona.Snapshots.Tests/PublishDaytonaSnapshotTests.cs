using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

public sealed class PublishDaytonaSnapshotTests : BuildTest
{
    [Fact]
    public void A_blank_image_is_refused_at_once()
    {
        Run("Publish-DaytonaSnapshot a ' '").AssertFailed("LocalImageNotFound", ErrorCategory.ObjectNotFound);

        Assert.Empty(Requests);
    }

    [Fact]
    public void A_snapshot_is_published_from_an_archive()
    {
        WriteArchive("image.tar");

        Outcome outcome = Run("Publish-DaytonaSnapshot team/app:v1 -Path image.tar -Memory 4GB -Cpu 2 -Entrypoint sleep, infinity -Verbose").AssertSucceeded();

        LocalSnapshot snapshot = Server.Find("team/app:v1")!;
        Assert.Equal(("active", 4, 2), (snapshot.State, snapshot.Mem, snapshot.Cpu));
        Assert.Equal(["sleep", "infinity"], snapshot.Entrypoint);
        Assert.Matches("/daytona/team/app@sha256:[0-9a-f]{64}$", snapshot.ImageName);
        Assert.Equal("team/app:v1", outcome.Single.ToString());
        Assert.Contains(outcome.Progress, static record => record.StatusDescription.StartsWith("Sending layers: ", StringComparison.Ordinal));
        Assert.Contains(outcome.Verbose, static line => line.StartsWith("Sent 1 of 1 layers (0.0 MiB) of ", StringComparison.Ordinal));
    }

    [Fact]
    public void Published_layers_are_not_sent_again()
    {
        WriteArchive("image.tar");
        Run("Publish-DaytonaSnapshot app:v1 -Path image.tar").AssertSucceeded();

        Run("Publish-DaytonaSnapshot app:v2 -Path image.tar").AssertSucceeded();

        Assert.DoesNotContain(Changes, static change => change.StartsWith("POST /v2/", StringComparison.Ordinal));
    }

    [Fact]
    public void NoWait_returns_what_is_not_active_yet()
    {
        WriteArchive("image.tar");
        HoldCreations();

        Assert.NotEqual("active", Run("Publish-DaytonaSnapshot a -Path image.tar -NoWait").AssertSucceeded().Single.Properties["State"].Value);
    }

    [Fact]
    public void WhatIf_sends_nothing()
    {
        WriteArchive("image.tar");

        Assert.Empty(Run("Publish-DaytonaSnapshot a -Path image.tar -WhatIf").AssertSucceeded().Output);

        Assert.Empty(Requests);
    }

    [Theory]
    [InlineData("-Path nosuch.tar", "ImageFileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Path image.tar -Cpu 0", "InvalidSize", ErrorCategory.InvalidArgument)]
    [InlineData("-Path image.tar -Memory 0", "InvalidSize", ErrorCategory.InvalidArgument)]
    public void A_useless_publication_is_refused_with_WhatIf_too(string arguments, string id, ErrorCategory category)
    {
        WriteArchive("image.tar");

        Run($"Publish-DaytonaSnapshot a {arguments} -WhatIf").AssertFailed(id, category);
        Run($"Publish-DaytonaSnapshot a {arguments}").AssertFailed(id, category);

        Assert.Empty(Requests);
    }

    [Theory]
    [InlineData("-Path nosuch.tar", "ImageFileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Path nodrive:/image.tar", "ImageFileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Path .", "NotAnImage", ErrorCategory.InvalidData)]
    [InlineData("-Path text.tar", "NotAnImage", ErrorCategory.InvalidData)]
    [InlineData("-Path broken.tar", "ImageBroken", ErrorCategory.InvalidData)]
    [InlineData("-Path image.tar -LocalImage other:1", "LocalImageNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Path two.tar", "LocalImageAmbiguous", ErrorCategory.InvalidArgument)]
    [InlineData("-Path image.tar -Platform linux/arm64", "PlatformMismatch", ErrorCategory.InvalidArgument)]
    [InlineData("-Path windows.tar", "WindowsImage", ErrorCategory.InvalidArgument)]
    public void A_bad_image_is_an_error_before_anything_is_sent(string image, string id, ErrorCategory category)
    {
        WriteArchive("image.tar");
        WriteArchive("windows.tar", os: "windows");
        WriteArchive("two.tar", "windows", "a:1", "b:1");
        Write("text.tar", "no image");
        byte[] whole = File.ReadAllBytes(WriteArchive("broken.tar"));
        File.WriteAllBytes(Path.Combine(Folder, "broken.tar"), whole[..(whole.Length / 2)]);

        Run($"Publish-DaytonaSnapshot a {image}").AssertFailed(id, category);

        Assert.Equal(["GET /api/snapshots/a"], Requests.Select(static request => $"{request.Method} {request.Path}").DefaultIfEmpty("GET /api/snapshots/a"));
    }

    [Fact]
    public void Without_an_engine_the_error_says_where_one_was_looked_for()
    {
        ErrorRecord error = Run("$env:DOCKER_HOST = 'unix:///nowhere/docker.sock'; try { Publish-DaytonaSnapshot a app:dev } finally { $env:DOCKER_HOST = $null }")
            .AssertFailed("NoContainerEngine", ErrorCategory.ResourceUnavailable);

        Assert.Contains("unix:///nowhere/docker.sock", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_is_an_error_before_anything_is_sent()
    {
        Server.AddSnapshot("a");
        WriteArchive("image.tar");

        Run("Publish-DaytonaSnapshot a -Path image.tar").AssertFailed("SnapshotExists", ErrorCategory.ResourceExists);

        Assert.Empty(Changes);
    }

    [Fact]
    public void A_name_that_is_not_valid_is_refused_at_once()
    {
        Run("Publish-DaytonaSnapshot 'a b@' -Path image.tar").AssertFailed("InvalidSnapshotName", ErrorCategory.InvalidArgument);

        Assert.Empty(Requests);
    }

    [Fact]
    public void A_missing_permission_of_a_key_is_named()
    {
        WriteArchive("image.tar");
        Shell.UseConnection(Connect(Shell, Server.AddApiKey("reader").Value));

        ErrorRecord error = Run("Publish-DaytonaSnapshot a -Path image.tar").AssertFailed("PermissionMissing", ErrorCategory.PermissionDenied);

        Assert.Contains("write:snapshots", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Changes);
    }

    [Theory]
    [InlineData(403, "DENIED", "RegistryDenied", ErrorCategory.PermissionDenied)]
    [InlineData(400, "SIZE_INVALID", "RegistryRefused", ErrorCategory.InvalidOperation)]
    public void A_registry_that_refuses_is_an_error_of_its_own(int status, string code, string id, ErrorCategory category)
    {
        WriteArchive("image.tar");
        Server.Faults.Add(new Fault
        {
            Method = "POST",
            Path = "/v2/*",
            Kind = FaultKind.Answer,
            Status = status,
            Body = $$"""{"errors":[{"code":"{{code}}","message":"no"}]}""",
        });

        Run("Publish-DaytonaSnapshot a -Path image.tar").AssertFailed(id, category);

        Assert.Empty(Server.Snapshots);
    }

    [Theory]
    [InlineData("127.0.0.1:9", "RegistryUnavailable", ErrorCategory.ResourceUnavailable)]
    [InlineData("http://registry.example.com", "RegistryInvalid", ErrorCategory.ConnectionError)]
    public void A_registry_that_can_not_be_used_is_an_error_of_its_own(string address, string id, ErrorCategory category)
    {
        WriteArchive("image.tar");
        Server.Options.RegistryAddress = address;

        Run("Publish-DaytonaSnapshot a -Path image.tar").AssertFailed(id, category);
    }

    [Fact]
    public void A_region_that_does_not_exist_is_named()
    {
        WriteArchive("image.tar");

        Run("Publish-DaytonaSnapshot a -Path image.tar -Region nowhere").AssertFailed("RegionNotFound", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void A_creation_that_takes_too_long_continues_on_the_service()
    {
        WriteArchive("image.tar");
        HoldCreations();
        HurryClock();

        ErrorRecord error = Run("Publish-DaytonaSnapshot a -Path image.tar -Timeout 0.5").AssertFailed("SnapshotTimeout", ErrorCategory.OperationTimeout);

        Assert.Contains("To keep waiting, run Wait-DaytonaSnapshot a.", error.ToString(), StringComparison.Ordinal);
    }

    private string WriteArchive(string path, string os = "linux", params string[] tags) => ImageArchive.Write(Path.Combine(Folder, path), os, tags);
}
