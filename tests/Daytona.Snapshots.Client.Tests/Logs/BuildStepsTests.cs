namespace Daytona.Snapshots.Client.Tests.Logs;

public sealed class BuildStepsTests
{
    [Fact]
    public void The_classic_builder_names_its_steps()
    {
        BuildLogLine[] lines = Read(
            """
            Building image...
            Step 1/2 : FROM python:3.12-slim
             ---> 0123456789ab
            Step 2/2 : RUN pip install numpy
             ---> Running in 8a7b6c5d4e3f
            Successfully built 0123456789ab
            """,
            out BuildFailure? failure);

        Assert.Equal([null, 1, 1, 2, 2, 2], lines.Select(static line => line.Step));
        Assert.Equal((2, "RUN pip install numpy"), (lines[^1].Steps, lines[^1].Instruction));
        Assert.Null(failure);
    }

    [Fact]
    public void BuildKit_names_the_step_of_each_line()
    {
        BuildLogLine[] lines = Read(
            """
            #1 [internal] load build definition from Dockerfile
            #1 DONE 0.0s
            #5 [build 1/3] FROM docker.io/library/golang:1.25
            #6 [stage-1 2/4] COPY a /a
            #7 [linux/amd64 build 2/3] RUN go build
            #6 CACHED
            #7 0.512 go: downloading x
            #8 exporting to image
            #8 naming to docker.io/library/x done
            """,
            out BuildFailure? failure);

        Assert.Equal([null, null, 1, 2, 2, 2, 2, 2, 2], lines.Select(static line => line.Step));
        Assert.Equal([null, null, 3, 4, 3, 4, 3, 3, 3], lines.Select(static line => line.Steps));
        Assert.Equal("RUN go build", lines[6].Instruction);
        Assert.Null(failure);
    }

    [Fact]
    public void A_command_that_fails_in_the_classic_builder_is_named()
    {
        Read(
            """
            Step 1/3 : FROM alpine:3.20
             ---> 0123456789ab
            Step 2/3 : RUN make
             ---> Running in 8a7b6c5d4e3f
            make: *** No targets.  Stop.
            The command '/bin/sh -c make' returned a non-zero code: 2
            """,
            out BuildFailure? failure);

        Assert.Equal((2, 3, "RUN make"), (failure!.Step, failure.Steps, failure.Instruction));
        Assert.Equal("Step 2/3 (RUN make): The command '/bin/sh -c make' returned a non-zero code: 2", failure.ToString());
        Assert.Equal("make: *** No targets.  Stop.", failure.LastLines[^2]);
        Assert.Equal((2, "make: *** No targets.  Stop."), (failure.ExitCode, failure.LastOutput));
    }

    [Theory]
    [InlineData("COPY failed: file not found in build context or excluded by .dockerignore: stat a: file does not exist")]
    [InlineData("ADD failed: no source files were specified")]
    [InlineData("Error response from daemon: pull access denied for nope")]
    public void Other_failures_of_the_classic_builder_keep_its_message(string reason)
    {
        Read($"Step 1/2 : FROM a:1\nStep 2/2 : COPY a /a\n{reason}\n", out BuildFailure? failure);

        Assert.Equal(("COPY a /a", reason), (failure!.Instruction, failure.Reason));
    }

    [Fact]
    public void BuildKit_names_the_failed_step_and_not_the_canceled_ones()
    {
        Read(
            """
            #6 [build 2/4] RUN sleep 100
            #7 [stage-1 2/3] RUN false
            #7 ERROR: process "/bin/sh -c false" did not complete successfully: exit code: 1
            #6 ERROR: process "/bin/sh -c sleep 100" did not complete successfully: context canceled
            #6 CANCELED
            ------
             > [stage-1 2/3] RUN false:
            0.2 some output
            ------
            Dockerfile:7
            --------------------
               6 |     COPY . .
               7 | >>> RUN false
               8 |
            --------------------
            ERROR: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1
            """,
            out BuildFailure? failure);

        Assert.Equal((2, 3, "RUN false"), (failure!.Step, failure.Steps, failure.Instruction));
        Assert.Equal("process \"/bin/sh -c false\" did not complete successfully: exit code: 1", failure.Reason);
        Assert.Equal((1, "stage-1", 7, "some output"), (failure.ExitCode, failure.Stage, failure.Line, failure.LastOutput));
    }

    [Fact]
    public void A_missing_base_image_is_reported_with_its_Dockerfile_line()
    {
        Read(
            """
            #2 [internal] load metadata for docker.io/library/nope:1
            #2 ERROR: docker.io/library/nope:1: not found
            ------
             > [internal] load metadata for docker.io/library/nope:1:
            ------
            Dockerfile:1
            --------------------
               1 | >>> FROM nope:1
            --------------------
            ERROR: failed to solve: nope:1: failed to resolve source metadata for docker.io/library/nope:1: not found
            """,
            out BuildFailure? failure);

        Assert.Null(failure!.Step);
        Assert.Equal("FROM nope:1", failure.Instruction);
        Assert.EndsWith("not found", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_breaks_off_leaves_the_last_step()
    {
        Read("Step 1/2 : FROM a:1\nStep 2/2 : RUN eat-all-memory\n", out BuildFailure? failure);

        Assert.Equal("Step 2/2 (RUN eat-all-memory)", failure!.ToString());
        Assert.Null(failure.Reason);
    }

    [Fact]
    public void The_last_twenty_lines_have_no_colors()
    {
        Read(string.Join('\n', Enumerable.Range(1, 30).Select(static i => $"\u001b[31mline {i}\u001b[0m")), out BuildFailure? failure);

        Assert.Equal(Enumerable.Range(11, 20).Select(static i => $"line {i}"), failure!.LastLines);
        Assert.Equal("", failure.ToString());
    }

    [Fact]
    public void An_empty_log_has_no_failure()
    {
        Assert.Null(new BuildSteps().FindFailure());
    }

    [Fact]
    public void The_last_output_is_that_of_the_step_that_failed()
    {
        Read(
            """
            #4 [1/3] FROM docker.io/library/python:3.13
            #5 [2/3] RUN apt-get update
            #5 0.312 Reading package lists...
            #5 DONE 0.4s
            #6 [3/3] RUN pip install nosuch
            #6 1.204 ERROR: No matching distribution found for nosuch
            #6 ERROR: process "/bin/sh -c pip install nosuch" did not complete successfully: exit code: 1
            """,
            out BuildFailure? failure);

        Assert.Equal("ERROR: No matching distribution found for nosuch", failure!.LastOutput);
    }

    [Fact]
    public void A_step_that_printed_nothing_has_no_last_output()
    {
        Read("#5 [1/2] RUN echo first\n#5 0.1 first\n#6 [2/2] RUN exit 7\nERROR: process \"/bin/sh -c exit 7\" did not complete successfully: exit code: 7\n", out BuildFailure? failure);

        Assert.Equal((7, null), (failure!.ExitCode, failure.LastOutput));
    }

    [Fact]
    public void A_missing_source_is_the_reason_and_not_output()
    {
        const string reason = "failed to compute cache key: failed to calculate checksum of ref a::b: \"/app\": not found";

        Read($"#5 [1/2] FROM a:1\n#6 [2/2] COPY app /app\nERROR: {reason}\n", out BuildFailure? failure);

        Assert.Equal((reason, null), (failure!.Reason, failure.LastOutput));
    }

    private static BuildLogLine[] Read(string log, out BuildFailure? failure)
    {
        var steps = new BuildSteps();
        BuildLogLine[] lines = [.. log.ReplaceLineEndings("\n").Split('\n').Select(steps.Read)];
        failure = steps.FindFailure();
        return lines;
    }
}
