using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>What no sandbox could use is refused or warned of before anything is sent, with -WhatIf too.</summary>
public sealed class NewDaytonaSnapshotValidationTests : BuildTest
{
    [Theory]
    [InlineData(".", "'.' is a folder and not an image. To build it, use -Dockerfile ./Dockerfile.")]
    [InlineData("./", "'./' is a folder and not an image. To build it, use -Dockerfile ./Dockerfile.")]
    [InlineData("./Dockerfile", "'./Dockerfile' is a file and not an image. To build it, add -Dockerfile: -Dockerfile ./Dockerfile.")]
    [InlineData("Dockerfile", "'Dockerfile' is a file and not an image. To build it, add -Dockerfile: -Dockerfile Dockerfile.")]
    [InlineData("./app", "'./app' is a folder and not an image. It has no Dockerfile:")]
    [InlineData("app", "'app' is a folder and not an image. It has no Dockerfile:")]
    [InlineData("./missing", "'./missing' is a path and not an image, and ")]
    [InlineData("~/missing-folder", "'~/missing-folder' is a path and not an image, and ")]
    [InlineData(@"Q:\app", @"'Q:\app' is a path and not an image")]
    [InlineData("'FROM alpine:3.20'", "'FROM alpine:3.20' is not a valid image name.")]
    [InlineData("https://github.com/team/app", "'https://github.com/team/app' is a URL and not an image's name. Use a name such as docker.io/library/python:3.13-slim.")]
    [InlineData("https://ghcr.io/team/app:1.0", "'https://ghcr.io/team/app:1.0' is a URL and not an image's name. Remove everything up to '://'.")]
    [InlineData("alpine", "Image 'alpine' has no tag. Add a version after a colon, as in python:3.13-slim, or a digest.")]
    public void A_path_or_another_text_as_the_image_is_named(string image, string message)
    {
        Write("Dockerfile", "FROM alpine:3.20\n");
        Write("app/main.py", "1");

        foreach (string verb in new[] { "New", "Set" })
        {
            ErrorRecord error = Run($"{verb}-DaytonaSnapshot a {(verb == "Set" ? "-Image " : "")}{image}").AssertFailed("InvalidImageName", ErrorCategory.InvalidArgument);
            Assert.StartsWith(message, error.ToString(), StringComparison.Ordinal);
            Assert.Empty(Requests);
        }
    }

    [Theory]
    [InlineData("'FROM alpine:3.20'", "This is the text of a Dockerfile, not its path.")]
    [InlineData("'from alpine'", "This is the text of a Dockerfile, not its path.")]
    [InlineData("\"FROM alpine:3.20`nRUN true`n\"", "This is the text of a Dockerfile, not its path.")]
    [InlineData("https://example.com/Dockerfile", "'https://example.com/Dockerfile' is a URL.")]
    [InlineData(".", "'.' is a folder, not a file. To build it, use -Dockerfile ./Dockerfile.")]
    [InlineData("./missing", "does not exist.")]
    public void A_text_or_a_folder_as_the_Dockerfile_is_named(string dockerfile, string message)
    {
        Write("Dockerfile", "FROM alpine:3.20\n");

        foreach (string line in new[] { "New-DaytonaSnapshot a", "Set-DaytonaSnapshot a", "Get-DaytonaBuildContext" })
        {
            Assert.Contains(message, Run($"{line} -Dockerfile {dockerfile}").Error.ToString(), StringComparison.Ordinal);
            Assert.Empty(Requests);
        }
    }

    [Theory]
    [InlineData("'FROM alpine:3.20', 'RUN true', 'CMD [\"sh\"]'")]
    [InlineData("\"FROM alpine:3.20`nRUN true\"")]
    [InlineData("1, 2")]
    [InlineData("[IO.FileInfo]'Dockerfile'")]
    public void Piped_lines_of_a_Dockerfile_are_one_error(string input)
    {
        foreach (string cmdlet in new[] { "New-DaytonaSnapshot", "New-DaytonaSnapshot a", "Set-DaytonaSnapshot a" })
        {
            ErrorRecord error = Run($"{input} | {cmdlet}").AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument);
            Assert.Contains("To build a Dockerfile, use -Dockerfile with its path", error.ToString(), StringComparison.Ordinal);
            Assert.Empty(Requests);
        }
    }

    [Theory]
    [InlineData("New-DaytonaSnapshot a alpine:3.20 -Memory 4096")]
    [InlineData("Set-DaytonaSnapshot a -Image alpine:3.20 -Memory 4096")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Memory = 4096 } | New-DaytonaSnapshot")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = 'alpine:3.20'; Memory = '4096' } | Set-DaytonaSnapshot")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Memory = 4096 } | Sync-DaytonaSnapshot")]
    public void A_size_that_seems_to_be_in_MiB_is_a_warning(string line) =>
        Assert.Equal("'a': The memory is 4096 GiB. If you mean MiB, specify 4.", Assert.Single(Run(line).Warnings, static it => it.Contains("GiB", StringComparison.Ordinal)));

    [Theory]
    [InlineData("New-DaytonaSnapshot a alpine:3.20 -Region mars")]
    [InlineData("Set-DaytonaSnapshot a -Image alpine:3.20 -Region mars")]
    [InlineData("Get-DaytonaSnapshot old | Test-DaytonaSnapshot -Region mars")]
    public void A_region_that_does_not_exist_is_named(string line)
    {
        Server.AddSnapshot("old");

        ErrorRecord error = Run(line).AssertFailed("RegionNotFound", ErrorCategory.ObjectNotFound);

        Assert.StartsWith("Region 'mars' not found. Check -Region", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alpine:3.20 -Cpu 0", "InvalidSize")]
    [InlineData("alpine:3.20 -Memory 0", "InvalidSize")]
    [InlineData("alpine:3.20 -Disk 0", "InvalidSize")]
    [InlineData("Alpine:3.20", "InvalidImageName")]
    [InlineData("-Dockerfile missing", "InvalidDockerfile")]
    [InlineData("-Dockerfile empty", "InvalidDockerfile")]
    [InlineData("-Dockerfile Dockerfile -Context missing", "InvalidDockerfile")]
    public void Useless_values_are_refused(string arguments, string id)
    {
        Write("empty", "");
        Write("Dockerfile", "FROM alpine:3.20\n");

        foreach (string whatIf in new[] { "", " -WhatIf" })
        {
            Assert.Equal(id, Run($"New-DaytonaSnapshot a {arguments}{whatIf}").Error.FullyQualifiedErrorId.Split(',')[0]);
            Assert.Empty(Requests);
        }
    }

    [Theory]
    [InlineData("New-DaytonaSnapshot a alpine:3.20")]
    [InlineData("Set-DaytonaSnapshot old alpine:3.20")]
    public void One_word_with_a_space_as_the_entrypoint_is_one_warning(string line)
    {
        Server.AddSnapshot("old");

        foreach (string whatIf in new[] { " -WhatIf", "" })
        {
            string warning = Assert.Single(Run($"{line} -Entrypoint 'sleep infinity'{whatIf}").AssertSucceeded().Warnings);

            Assert.Contains("sleep, infinity", warning, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhatIf_names_the_files_that_the_build_will_not_find()
    {
        Write("Dockerfile", "FROM alpine:3.20\nCOPY missing.txt /\n");

        string warning = Assert.Single(Run("New-DaytonaSnapshot a -Dockerfile Dockerfile -WhatIf").AssertSucceeded().Warnings);

        Assert.Contains("missing.txt", warning, StringComparison.Ordinal);
        Assert.Empty(Requests);
    }

    [Fact]
    public void A_replacement_does_not_copy_a_size_of_0()
    {
        Server.AddSnapshot("a", change: static it => it.Cpu = 0);

        Run("Set-DaytonaSnapshot a alpine:3.21").AssertSucceeded();

        Assert.Equal(1, Server.Find("a")!.Cpu);
    }
}
