using System.Management.Automation;

namespace Daytona.Snapshots.Tests;

/// <summary>What no sandbox could use is refused or warned of before anything is sent, with -WhatIf too.</summary>
public sealed class NewDaytonaSnapshotValidationTests : BuildTest
{
    [Theory]
    [InlineData(".", "'.' is a folder and not an image.")]
    [InlineData("./Dockerfile", "'./Dockerfile' is a file and not an image. To build it, add -Dockerfile: -Dockerfile ./Dockerfile.")]
    [InlineData("alpine", "Image 'alpine' has no tag. Add a version after a colon, as in python:3.13-slim, or a digest.")]
    public void A_path_or_an_image_without_a_tag_is_named(string image, string message)
    {
        string folder = Directory.CreateTempSubdirectory("daytona-").FullName;
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), "FROM alpine:3.20\n");
        Shell.Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{folder}')").AssertSucceeded();

        Outcome outcome = Run($"New-DaytonaSnapshot app {image}");

        Directory.Delete(folder, recursive: true);
        Assert.StartsWith(message, outcome.AssertFailed("InvalidImageName", ErrorCategory.InvalidArgument).ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
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
