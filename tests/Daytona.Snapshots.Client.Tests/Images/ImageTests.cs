using System.Collections;
using System.Collections.Concurrent;
using System.Text;

namespace Daytona.Snapshots.Client.Tests.Images;

public sealed class ImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Image _base = Image.FromBase("x:1");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Adding_a_step_does_not_change_the_original_image()
    {
        Image more = _base.RunCommands("a");

        Assert.Equal("FROM x:1\n", _base.Dockerfile);
        Assert.Equal("FROM x:1\nRUN a\n", more.Dockerfile);
        Assert.Equal(more.Dockerfile, more.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void The_default_Python_version_is_the_same_everywhere(string? version) =>
        Assert.StartsWith("FROM python:3.12.10-slim-bookworm\n", Image.DebianSlim(version).Dockerfile, StringComparison.Ordinal);

    [Theory]
    [InlineData("2.7")]
    [InlineData("3.8")]
    [InlineData("3.14")]
    [InlineData("3")]
    [InlineData("3.12.")]
    [InlineData("3.12\n")]
    [InlineData("3.13rc1")]
    [InlineData("latest")]
    public void A_version_that_Daytona_does_not_support_is_refused(string version) =>
        Assert.Contains("3.9 to 3.13", Assert.Throws<ArgumentException>(() => Image.DebianSlim(version)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_exec_form_is_JSON() => Assert.Equal(
        "FROM x:1\nRUN [\"bash\", \"-c\", \"echo \\\"a\\\" 'b' c:\\\\d\\n\\t\\u0001é\"]\n",
        _base.RunExec("bash", "-c", "echo \"a\" 'b' c:\\d\n\t\u0001é").Dockerfile);

    [Fact]
    public void An_entrypoint_and_a_command_are_JSON() => Assert.Equal(
        "FROM x:1\nENTRYPOINT [\"sh\", \"-c\", \"echo \\\"$HOME\\\"\"]\nCMD [\"a\\\\b\"]\n",
        _base.Entrypoint("sh", "-c", "echo \"$HOME\"").Command("a\\b").Dockerfile);

    [Fact]
    public void A_command_without_a_program_is_refused() => Assert.Throws<ArgumentException>(() => _base.RunExec());

    [Fact]
    public void A_hashtable_is_sorted_in_ordinal_order() => Assert.Equal(
        "FROM x:1\nENV A=1\nENV B=2\nENV _=3\nENV a=4\n",
        _base.Environment(new Hashtable { ["a"] = 4, ["_"] = 3, ["B"] = 2, ["A"] = 1 }).Dockerfile);

    [Fact]
    public void A_dictionary_without_an_order_is_sorted() => Assert.Equal(
        "FROM x:1\nENV a=1\nENV b=2\nENV c=3\n",
        _base.Environment(new ConcurrentDictionary<string, string> { ["c"] = "3", ["a"] = "1", ["b"] = "2" }).Dockerfile);

    [Fact]
    public void A_dictionary_with_an_order_keeps_it() => Assert.Equal(
        "FROM x:1\nENV c=3\nENV a=1\n", _base.Environment(new Dictionary<string, string> { ["c"] = "3", ["a"] = "1" }).Dockerfile);

    [Fact]
    public void A_number_is_written_the_same_in_every_culture() => Assert.Equal(
        "FROM x:1\nENV A=1.5\n", _base.Environment(new Hashtable { ["A"] = 1.5 }).Dockerfile);

    [Theory]
    [InlineData("", "1")]
    [InlineData("A B", "1")]
    [InlineData("A=B", "1")]
    [InlineData("A", "1\n2")]
    [InlineData("A", "1\r")]
    public void A_variable_that_a_Dockerfile_cannot_express_is_refused(string name, string value) =>
        Assert.Throws<ArgumentException>(() => _base.Environment(new Hashtable { [name] = value }));

    [Fact]
    public void A_Dockerfile_without_a_final_line_end_gets_one_before_a_step()
    {
        _folder.With("Dockerfile", "FROM x:1\nRUN a");
        Image image = Image.FromDockerfile("Dockerfile", _folder.Path);

        Assert.Equal("FROM x:1\nRUN a", image.Dockerfile);
        Assert.Equal("FROM x:1\nRUN a\nENTRYPOINT [\"b\"]\n", image.Entrypoint("b").Dockerfile);
    }

    [Fact]
    public void A_Dockerfile_in_another_encoding_is_refused()
    {
        File.WriteAllText(_folder["Dockerfile"], "FROM x:1", Encoding.Unicode);

        Assert.Contains(
            "UTF-8", Assert.Throws<ArgumentException>(() => Image.FromDockerfile("Dockerfile", _folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_context_of_a_Dockerfile_is_its_folder_by_default()
    {
        _folder.With("docker/Dockerfile", "FROM x:1\n");

        Assert.Equal(_folder["docker"], Assert.Single(Image.FromDockerfile("docker/Dockerfile", _folder.Path).Contexts).Source);
        Assert.Equal(_folder.Path, Assert.Single(Image.FromDockerfile("docker/Dockerfile", _folder.Path, ".").Contexts).Source);
    }

    [Fact]
    public void Different_spellings_of_a_path_are_equal()
    {
        _folder.With("data/a.txt");
        string expected = _base.AddLocalFile("data/a.txt", "/a", _folder.Path).Dockerfile;

        Assert.Equal("FROM x:1\nCOPY data/a.txt /a\n", expected);
        Assert.Equal(expected, _base.AddLocalFile(_folder["data/a.txt"], "/a", _folder.Path).Dockerfile);
        Assert.Equal(expected, _base.AddLocalFile("./data//../data/a.txt", "/a", _folder["data"] + "/..").Dockerfile);
    }

    [Fact]
    public void A_path_outside_the_base_folder_is_not_disclosed()
    {
        _folder.With("work/here.txt").With("shared/a.txt").With("shared/lib/b.txt").With("other/a.txt");
        Image image = _base
            .AddLocalFile("../shared/a.txt", "/a/", _folder["work"])
            .AddLocalDirectory(_folder["shared/lib"], "/lib", _folder["work"])
            .AddLocalFile(_folder["other/a.txt"], "/b", _folder["work"]);

        Assert.Equal(
            "FROM x:1\nCOPY _local/a.txt /a/a.txt\nCOPY _local/lib /lib\nCOPY _local-2/a.txt /b\n", image.Dockerfile);
        Assert.Equal([_folder["shared/a.txt"], _folder["shared/lib"], _folder["other/a.txt"]], image.Contexts.Select(c => c.Source));
    }

    [Fact]
    public void The_same_name_from_two_base_folders_gets_two_paths()
    {
        _folder.With("one/a.txt").With("two/a.txt");
        Image image = _base.AddLocalFile("a.txt", "/1", _folder["one"]).AddLocalFile("a.txt", "/2", _folder["two"]);

        Assert.Equal("FROM x:1\nCOPY a.txt /1\nCOPY _local/a.txt /2\n", image.Dockerfile);
    }

    [Fact]
    public void A_folder_that_hides_another_steps_file_gets_its_own_path()
    {
        _folder.With("one/src/a.txt").With("two/src/a.txt");
        Image image = _base.AddLocalFile("src/a.txt", "/1", _folder["one"]).AddLocalDirectory("src", "/2", _folder["two"]);

        Assert.Equal("FROM x:1\nCOPY src/a.txt /1\nCOPY _local/src /2\n", image.Dockerfile);
    }

    [Fact]
    public void A_Dockerfile_without_sources_occupies_no_path()
    {
        _folder.With("docker/Dockerfile", "FROM x:1\nRUN a\n").With("docker/a.txt").With("a.txt");
        Image image = Image.FromDockerfile("docker/Dockerfile", _folder.Path);

        Assert.EndsWith("COPY . /app\n", image.AddLocalDirectory(".", "/app", _folder.Path).Dockerfile, StringComparison.Ordinal);
        Assert.EndsWith("COPY a.txt /a\n", image.AddLocalFile("a.txt", "/a", _folder.Path).Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_a_different_base_folder_is_not_disclosed()
    {
        _folder.With("docker/Dockerfile", "FROM x:1\nCOPY a /a\n").With("docker/a");

        Assert.EndsWith(
            "COPY _local/root /app\n",
            Image.FromDockerfile("docker/Dockerfile", _folder.Path).AddLocalDirectory(".", "/app", _folder.Path).Dockerfile,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COPY a.txt /1")]
    [InlineData("add a.txt /1")]
    [InlineData("RUN --mount=type=bind,source=a.txt,target=/1 ls")]
    public void A_Dockerfile_with_sources_occupies_the_paths_of_its_folder(string instruction)
    {
        _folder.With("docker/Dockerfile", $"FROM x:1\n{instruction}\n").With("docker/a.txt").With("a.txt");

        Assert.EndsWith(
            "COPY _local/a.txt /2\n",
            Image.FromDockerfile("docker/Dockerfile", _folder.Path).AddLocalFile("a.txt", "/2", _folder.Path).Dockerfile,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my file.txt", "/a", "COPY [\"my file.txt\", \"/a\"]")]
    [InlineData("a.txt", "/my folder/a", "COPY [\"a.txt\", \"/my folder/a\"]")]
    [InlineData("a[1].txt", "/a", "COPY a[[]1].txt /a")]
    [InlineData("a*b?.txt", "/a", "COPY a[*]b[?].txt /a")]
    [InlineData("$a'b\"c", "/a", "COPY \\$a\\'b\\\"c /a")]
    [InlineData("--from=x", "/a", "COPY ./--from=x /a")]
    [InlineData("<<EOF", "/a", "COPY ./<<EOF /a")]
    [InlineData("3<<E F", "/a", "COPY [\"./3<<E F\", \"/a\"]")]
    [InlineData("a<<b", "/a", "COPY a<<b /a")]
    [InlineData("a\u00A0b\u3000c", "/a", "COPY a\u00A0b\u3000c /a")]
    public void Special_characters_in_a_file_name_are_literal(string name, string destination, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        _folder.With(name);

        Assert.Equal("FROM x:1\n" + expected + "\n", _base.AddLocalFile(name, destination, _folder.Path).Dockerfile);
    }

    [Fact]
    public void A_name_is_escaped_as_the_Dockerfile_says()
    {
        _folder.With("Dockerfile", "# escape=`\nFROM x:1\n").With("a$b");

        Assert.EndsWith(
            "COPY a`$b /a\n", Image.FromDockerfile("Dockerfile", _folder.Path).AddLocalFile("a$b", "/a", _folder.Path).Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused_with_its_full_path()
    {
        Directory.CreateDirectory(_folder["d"]);
        _folder.With("f");

        Assert.Contains(_folder["no"], Assert.Throws<FileNotFoundException>(
            () => _base.AddLocalFile("no", "/a", _folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<FileNotFoundException>(
            () => _base.AddLocalFile("d", "/a", _folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is a file", Assert.Throws<DirectoryNotFoundException>(
            () => _base.AddLocalDirectory("f", "/a", _folder.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => _base.PipInstallFromRequirements("no", _folder.Path));
        Assert.Throws<FileNotFoundException>(() => Image.FromDockerfile("no", _folder.Path));
        Assert.Throws<DirectoryNotFoundException>(() => _base.DockerfileCommands(["RUN a"], _folder.Path, "no"));
    }

    [Fact]
    public void A_base_folder_must_be_a_full_path() =>
        Assert.Throws<ArgumentException>(() => _base.AddLocalFile("a", "/a", "relative"));
}
