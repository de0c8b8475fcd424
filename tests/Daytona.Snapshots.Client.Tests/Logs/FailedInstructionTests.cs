namespace Daytona.Snapshots.Client.Tests.Logs;

public sealed class FailedInstructionTests
{
    private const string TwoStages =
        """
        # syntax=docker/dockerfile:1
        ARG VERSION=1
        FROM golang:1.25 AS build
        WORKDIR /src
        COPY . .
        RUN go vet \
            # a comment
            && go build

        FROM alpine:3.20
        ENV A=1
        COPY --from=build /src/app /app
        RUN make
        run   make
        """;

    [Theory]
    [InlineData("RUN go vet && go build", 4, 4, "build", 6)]
    [InlineData("COPY --from=build /src/app /app", 2, 4, "stage-1", 12)]
    [InlineData("WORKDIR /src", 2, 4, "linux/amd64 build", 4)]
    [InlineData("RUN make", 3, 4, "stage-1", 13)]
    [InlineData("RUN make", 4, 4, "stage-1", 14)]
    public void A_step_of_a_stage_has_its_line(string instruction, int step, int steps, string stage, int line) =>
        Assert.Equal(line, Locate(TwoStages, instruction, step, steps, stage));

    [Theory]
    [InlineData("RUN go vet && go build", 5, 6)]
    [InlineData("RUN make", 9, 13)]
    [InlineData("RUN make", 10, 14)]
    public void The_classic_builder_numbers_all_instructions(string instruction, int step, int line) =>
        Assert.Equal(line, Locate(TwoStages, instruction, step, 10, null));

    [Fact]
    public void A_step_whose_variables_were_replaced_is_found_by_its_number() =>
        Assert.Equal(3, Locate("FROM a:1\nARG V=2\nCOPY app-$V /app\n", "COPY app-2 /app", 2, 2, null));

    [Fact]
    public void A_here_document_is_found_by_its_beginning() =>
        Assert.Equal(2, Locate("FROM a:1\nRUN <<EOF\nmake\nEOF\nRUN true\n", "RUN <<EOF (make)", 2, 3, null));

    [Theory]
    [InlineData("FROM a:1\nRUN make\nFROM b:1\nRUN make\n", "RUN make")]
    [InlineData("FROM a:1\nRUN make\n", "RUN nothing of the kind")]
    [InlineData("FROM a:1\nRUN <<EOF\n", "RUN make")]
    [InlineData("", "RUN make")]
    public void An_instruction_that_fits_nowhere_or_twice_has_no_line(string dockerfile, string instruction) =>
        Assert.Null(Locate(dockerfile, instruction, step: null, steps: null, stage: null));

    [Fact]
    public void The_line_that_the_log_names_remains() =>
        Assert.Equal(7, FailedInstruction.Locate(new BuildFailure(null, null, null, "RUN make", Line: 7), TwoStages).Line);

    private static int? Locate(string dockerfile, string instruction, int? step, int? steps, string? stage) => FailedInstruction.Locate(
        new BuildFailure(step, steps, stage, instruction), dockerfile).Line;
}
