namespace Daytona.Snapshots.Client.Tests.Images;

/// <summary>A Dockerfile with build arguments and a target. Its base images are tags of one that has no package managers.</summary>
internal sealed record BuildKitCase(string Name, string Dockerfile, string? Target, params (string Name, string Value)[] Given)
{
    private const string Stages =
        "FROM base:1 AS Build\nARG V=1\nRUN echo build $V > /build\nFROM base:1 AS test\nARG V=2\nRUN echo test $V > /test\nCOPY --from=build /build /\n" +
        "FROM test AS final\nRUN echo final > /final\n";

    private const string Python =
        """
        ARG PYTHON_VERSION=3.12
        FROM python:${PYTHON_VERSION}-slim AS base

        ENV PYTHONDONTWRITEBYTECODE=1 \
            # logs at once
            PYTHONUNBUFFERED=1

        WORKDIR /app

        # a user without rights
        ARG UID=10001
        RUN useradd \
            --uid "${UID}" \
            app

        COPY requirements.txt .
        RUN pip install --no-cache-dir -r requirements.txt

        FROM base AS dev
        ARG EXTRAS="pytest ruff"
        RUN echo pip install ${EXTRAS} > /extras

        FROM base
        ARG REVISION
        LABEL org.opencontainers.image.revision=$REVISION
        COPY . .
        EXPOSE 8000
        CMD ["python", "-m", "app"]
        """;

    private const string Node =
        """
        ARG NODE=20
        ARG VARIANT=alpine
        FROM node:$NODE-${VARIANT} as deps
        WORKDIR /app
        COPY app/package.json ./
        RUN npm ci

        FROM node:$NODE-${VARIANT} as builder
        ARG NEXT_PUBLIC_API="http://localhost:3000" NODE_ENV=production
        ENV NEXT_PUBLIC_API=$NEXT_PUBLIC_API NODE_ENV=${NODE_ENV}
        COPY --from=deps /app /app
        RUN npm run build && echo $NEXT_PUBLIC_API > /built

        FROM node:$NODE-${VARIANT} as runner
        ARG PORT
        ENV PORT=${PORT:-3000}
        COPY --from=builder /built /
        CMD node server.js
        """;

    private const string Go =
        """
        FROM golang:1.23 AS build
        ARG VERSION=dev
        ARG COMMIT
        ARG LDFLAGS="-s -w -X main.version=${VERSION} -X main.commit=${COMMIT:-none}"
        WORKDIR /src
        COPY src .
        RUN go build -ldflags "$LDFLAGS" && echo "$LDFLAGS" > /app

        FROM scratch
        ARG VERSION
        LABEL version="${VERSION}"
        COPY --from=build /app /app
        ENTRYPOINT ["/app"]
        """;

    private const string Agent =
        """
        ARG REGISTRY=docker.io/library
        ARG DEBIAN=bookworm
        FROM ${REGISTRY}/debian:${DEBIAN}-slim
        ARG DEBIAN
        ARG PACKAGES="git curl ca-certificates" \
            SUITE=${DEBIAN}-backports \
            # the default user
            USERNAME=daytona
        ARG DEBIAN_FRONTEND=noninteractive
        RUN apt-get update && apt-get install -y $PACKAGES && echo "$SUITE $PACKAGES" > /packages
        ENV HOME=/home/$USERNAME
        WORKDIR /home/${USERNAME}
        ONBUILD ARG PACKAGES=none
        ENTRYPOINT ["sleep", "infinity"]
        """;

    public static IReadOnlyList<string> BaseImages { get; } =
        ["base:2", "python:3.12-slim", "python:3.13-slim", "node:20-alpine", "node:22-slim", "golang:1.23", "debian:bookworm-slim", "debian:trixie-slim"];

    public static BuildKitCase[] All { get; } =
    [
        new("a global argument in FROM", "ARG V=1\nFROM base:$V\nRUN true\n", null, ("V", "2")),
        new("a global argument that a stage declares again", "ARG V=1\nFROM base:$V\nARG V\nRUN echo $V > /v\n", null, ("V", "2")),
        new("a global argument with another default in a stage", "ARG V=1\nFROM base:$V\nARG V=7\nRUN echo $V > /v\n", null, ("V", "2")),
        new("no default", "FROM base:1\nARG A\nRUN echo \"[$A]\" > /a\n", null, ("A", "x y")),
        new("an empty value", "FROM base:1\nARG A=1\nRUN echo \"[$A] ${A:-none}\" > /a\n", null, ("A", "")),
        new("twice in a stage", "FROM base:1\nARG A=1\nRUN echo $A > /a\nARG A=2\nRUN echo $A > /b\n", null, ("A", "3")),
        new("several in a line", "FROM base:1\nARG A=1 B='b c' C D=\"d $A\"\nRUN echo $A $B $C $D > /a\n", null, ("B", "2"), ("C", "3")),
        new("a default from another argument", "FROM base:1\nARG A=1\nARG B=v-$A\nARG C=${B}-${A:-x}\nRUN echo $B $C > /a\n", null, ("A", "2")),
        new("continued lines, comments and empty lines", "FROM base:1\nARG \\\n  # first\n  A=1 \\\n\n  # second\n  B=\"one \\\ntwo\" \\\n  C=3\nRUN echo $A $B $C > /a\n", null, ("A", "x"), ("B", "y")),
        new("quotes, dollar signs and backslashes", "FROM base:1\nARG A\nRUN echo \"$A\" > /a\n", null, ("A", "a\"b'c $HOME ${X} \\ \\n `d` #e \\")),
        new("another escape character", "# escape=`\nFROM base:1\nARG `\n  A=c:\\ B=1\nRUN echo \"$A $B\" > /a\n", null, ("A", "c:\\x `\"$y`"), ("B", "\\")),
        new("an argument after ENV, and ENV after an argument", "FROM base:1\nENV A=env\nARG A=1\nRUN echo $A > /a\nENV A=${A}x\nRUN echo $A > /b\n", null, ("A", "2")),
        new("ENV, LABEL, WORKDIR, USER, EXPOSE and COPY", "FROM base:1\nARG A=1\nENV E=$A\nLABEL l=\"$A\" m=${A}\nWORKDIR /$A\nUSER $A\nEXPOSE 8080\nCOPY $A.txt /\nVOLUME /v$A\n", null, ("A", "a")),
        new("lower case and blanks", "from base:1\n\targ   A=1\t B='2'\nrun echo $A $B > /a\n", null, ("A", "x"), ("B", "y")),
        new("other letters", "FROM base:1\nARG A=ä\nRUN echo $A > /a\n", null, ("A", "日本 🚀")),
        new("ONBUILD ARG", "FROM base:1\nARG A=1\nONBUILD ARG A=1\nRUN echo $A > /a\n", null, ("A", "2")),
        new("a predefined argument that is declared", "FROM base:1\nARG TARGETARCH\nARG BUILD\nRUN echo $TARGETARCH $BUILD > /a\n", null, ("BUILD", "x")),
        new("target: the first stage", Stages, "build", ("V", "9")),
        new("target: a later stage, in another case", Stages, "TEST"),
        new("target: the last stage", Stages, "final", ("V", "")),
        new("target: the later of two of one name", "FROM base:1 AS x\nRUN echo 1 > /a\nFROM base:2 AS x\nRUN echo 2 > /a\nFROM base:1\nRUN echo 3 > /a\n", "x"),
        new("Python", Python, null, ("PYTHON_VERSION", "3.13"), ("REVISION", "abc"), ("UID", "1000")),
        new("Python for development", Python, "dev", ("EXTRAS", "mypy \"black\"")),
        new("Node.js", Node, "runner", ("NODE", "22"), ("VARIANT", "slim"), ("NEXT_PUBLIC_API", "https://api.example.com?a=$b"), ("PORT", "80")),
        new("Node.js, the builder", Node, "builder", ("NODE_ENV", "test")),
        new("Go", Go, null, ("VERSION", "1.2.3"), ("COMMIT", "f00")),
        new("an agent", Agent, null, ("DEBIAN", "trixie"), ("REGISTRY", "docker.io/library"), ("USERNAME", "me"), ("PACKAGES", "git 'jq'")),
    ];

    public Dictionary<string, string> Arguments => Given.ToDictionary(static it => it.Name, static it => it.Value);
}
