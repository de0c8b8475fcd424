namespace Daytona.Snapshots.Client.Tests.Contexts;

public sealed class DockerfileSourcesTests
{
    [Theory]
    [InlineData("COPY a b /x", "a,b")]
    [InlineData("copy a /x", "a")]
    [InlineData("ADD a /x", "a")]
    [InlineData("  COPY\ta\t/x", "a")]
    [InlineData("COPY /a/b ./c d/../e f/ /x", "/a/b,./c,d/../e,f/")]
    [InlineData("COPY --chown=1:1 --chmod=644 --link a /x", "a")]
    [InlineData("COPY --chown=\"a b\" a /x", "a")]
    [InlineData("COPY --exclude=*.md a /x", "a")]
    [InlineData("COPY [\"a b\", \"c\", \"/x y\"]", "a b,c")]
    [InlineData("COPY --chown=1 [\"src/*\", \"/x\"]", "src/*")]
    [InlineData("COPY --from=build /out /x", "")]
    [InlineData("COPY --from=build /out /x\nCOPY a /x", "a")]
    [InlineData("ADD https://example.com/a.tar.gz /x", "")]
    [InlineData("ADD --checksum=sha256:0 HTTP://example.com/a b /x", "b")]
    [InlineData("ADD git@github.com:org/repo.git#v1 /x", "")]
    [InlineData("ADD ssh://git@host/repo /x", "")]
    [InlineData("COPY \\\n  a \\\n  # not b\n\n  c \\\n  /x", "a,c")]
    [InlineData("COPY a \\\r\n  b /x\r\n", "a,b")]
    [InlineData("COPY a /x\\", "a")]
    [InlineData("# COPY a /x", "")]
    [InlineData("RUN echo \\\nCOPY a /x", "")]
    [InlineData("# escape=`\nCOPY a `\n  b /x", "a,b")]
    [InlineData("# escape=`\nRUN dir c:\\\nCOPY a /x", "a")]
    [InlineData("# syntax=docker/dockerfile:1\n# escape=`\nRUN a `\n COPY b /x", "")]
    [InlineData("# a comment\n# escape=`\nRUN a `\nCOPY b /x", "b")]
    [InlineData("RUN <<EOF\nCOPY a /x\nEOF\nCOPY b /x", "b")]
    [InlineData("RUN <<-\"EOF\" cat\n\tCOPY a /x\n\tEOF\nCOPY b /x", "b")]
    [InlineData("RUN cat <<ONE <<TWO > x\nCOPY a /x\nONE\nCOPY b /x\nTWO\nCOPY c /x", "c")]
    [InlineData("COPY <<EOF a /x\nCOPY b /x\nEOF", "a")]
    [InlineData("RUN [\"cat\", \"<<EOF\"]\nCOPY a /x", "a")]
    [InlineData("RUN echo \"<<EOF\"\nCOPY a /x", "a")]
    [InlineData("CMD cat <<EOF\nCOPY a /x", "a")]
    [InlineData("RUN --mount=type=bind,source=a,target=/x ls", "a")]
    [InlineData("RUN --mount=src=a,dst=/x --mount=type=bind,source=b,target=/y ls", "a,b")]
    [InlineData("RUN --mount=type=cache,target=/x --mount=type=secret,id=y ls", "")]
    [InlineData("RUN --mount=type=bind,from=build,target=/x ls", "")]
    [InlineData("ONBUILD COPY a /x", "a")]
    [InlineData("FROM x\nARG A=$B\nENV C=$A\nLABEL a=b\nEXPOSE 80\nUSER u\nWORKDIR $C\nCMD [\"a\"]", "")]
    [InlineData("COPY a $DEST", "a")]
    [InlineData("COPY a*.txt [ab]/c? /x", "a*.txt,[ab]/c?")]
    [InlineData("\uFEFFCOPY a /x", "a")]
    public void The_sources_are_found(string dockerfile, string sources)
    {
        DockerfileSources found = Find(dockerfile);

        Assert.False(found.IsEverything);
        Assert.Equal(sources, string.Join(',', found.Sources.Select(source => source.Text)));
    }

    [Theory]
    [InlineData("COPY . /x")]
    [InlineData("COPY ./ /x")]
    [InlineData("COPY / /x")]
    [InlineData("COPY a/.. /x")]
    [InlineData("COPY $A /x")]
    [InlineData("COPY ${A}/b /x")]
    [InlineData("COPY --from=$A a /x")]
    [InlineData("COPY \"a\" /x")]
    [InlineData("COPY 'a b' /x")]
    [InlineData("COPY a\\ b /x")]
    [InlineData("COPY [a, b]")]
    [InlineData("COPY [\"a\", 1]")]
    [InlineData("COPY a")]
    [InlineData("COPY a[ /x")]
    [InlineData("COPY [\"$A\", \"/x\"]")]
    [InlineData("INCLUDE a")]
    [InlineData("RUN <<EOF\nCOPY a /x")]
    [InlineData("RUN --mount=target=/x ls")]
    [InlineData("RUN --mount=type=bind,target=/x ls")]
    [InlineData("RUN --mount=type=bind,source=$A,target=/x ls")]
    [InlineData("RUN --mount=type=$T,target=/x ls")]
    [InlineData("FROM node:20-onbuild")]
    [InlineData("ONBUILD COPY . /x")]
    [InlineData("# syntax=example.com/other:1\nCOPY a /x")]
    public void What_is_not_certain_is_the_whole_context(string dockerfile) => Assert.True(Find(dockerfile).IsEverything);

    [Theory]
    [InlineData("COPY a /x", "a", true)]
    [InlineData("COPY a /x", "ab", false)]
    [InlineData("COPY ../a /x", "a", true)]
    [InlineData("COPY *.txt /x", "b.txt", true)]
    [InlineData("COPY *.txt /x", "a/b.txt", false)]
    [InlineData("COPY ** /x", "a/b", false)]
    [InlineData("COPY */b /x", "a/b", true)]
    [InlineData("COPY [^a]b /x", "cb", true)]
    [InlineData("COPY a.b* /x", "axbc", false)]
    [InlineData("COPY --parents **/b /x", "a/c/b", true)]
    [InlineData("COPY --parents ./a/./*.c /x", "a/b.c", true)]
    public void A_source_reads_what_its_wildcards_name(string dockerfile, string path, bool read) =>
        Assert.Equal(read, Find(dockerfile).Reads(path));

    [Theory]
    [InlineData("COPY a/b /x", "a", true)]
    [InlineData("COPY a/b /x", "b", false)]
    [InlineData("COPY */c /x", "a", true)]
    [InlineData("COPY a/*/c /x", "b", false)]
    [InlineData("COPY *.txt /x", "a", false)]
    public void A_folder_is_read_where_a_source_may_be_below(string dockerfile, string folder, bool open) =>
        Assert.Equal(open, Find(dockerfile).MayReadBelow(folder));

    private static DockerfileSources Find(string dockerfile) =>
        DockerfileSources.Find(dockerfile, DockerfileDirectives.Parse(dockerfile));
}
