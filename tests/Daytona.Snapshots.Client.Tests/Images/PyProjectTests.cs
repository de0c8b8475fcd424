namespace Daytona.Snapshots.Client.Tests.Images;

public sealed class PyProjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Groups_that_are_not_declared_are_named()
    {
        _folder.With("pyproject.toml", "[project]\ndependencies = ['a']\n[project.optional-dependencies]\ndev = ['b']\n");
        PyProject project = PyProject.Read("pyproject.toml", _folder.Path);

        Assert.Equal(["a"], project.Dependencies);
        Assert.Equal(["dev"], project.OptionalDependencies);
        Assert.Equal(["a", "b"], project.PackagesWith(["dev", "tset"]));
        Assert.Equal(["tset"], project.FindUndeclared(["dev", "tset"]));
    }

    [Theory]
    [InlineData("[project\n", "no valid TOML")]
    [InlineData("[tool.x]\n", "no [project] section")]
    [InlineData("[project]\nname = 'x'\n", "no list of dependencies")]
    [InlineData("[project]\ndependencies = 'x'\n", "no list of dependencies")]
    [InlineData("[project]\ndependencies = [1]\n", "no string")]
    [InlineData("[project]\ndependencies = []\noptional-dependencies = []\n", "no table")]
    public void A_file_that_declares_nothing_says_so(string text, string expected)
    {
        _folder.With("pyproject.toml", text);

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(
            () => PyProject.Read("pyproject.toml", _folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Contains(
        _folder["no.toml"], Assert.Throws<FileNotFoundException>(() => PyProject.Read("no.toml", _folder.Path)).Message, StringComparison.Ordinal);
}
