namespace Daytona.Snapshots.Client.Tests.Images;

public sealed class PyProjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Undeclared_groups_are_reported()
    {
        _folder.With("pyproject.toml", "[project]\ndependencies = ['a']\n[project.optional-dependencies]\ndev = ['b']\n");
        PyProject project = PyProject.Read("pyproject.toml", _folder.Path);

        Assert.Equal(["a"], project.Dependencies);
        Assert.Equal(["dev"], project.OptionalDependencies);
        Assert.Equal(["a", "b"], project.PackagesWith(["dev", "tset"]));
        Assert.Equal(["tset"], project.FindUndeclared(["dev", "tset"]));
    }

    [Theory]
    [InlineData("[project\n", "not valid TOML")]
    [InlineData("[tool.x]\n", "no [project] section")]
    [InlineData("[project]\nname = 'x'\n", "no list of dependencies")]
    [InlineData("[project]\ndependencies = 'x'\n", "no list of dependencies")]
    [InlineData("[project]\ndependencies = [1]\n", "not a string")]
    [InlineData("[project]\ndependencies = []\noptional-dependencies = []\n", "not a table")]
    public void A_file_without_dependencies_is_refused_with_a_reason(string text, string expected)
    {
        _folder.With("pyproject.toml", text);

        Assert.Contains(expected, Assert.Throws<PyProjectException>(
            () => PyProject.Read("pyproject.toml", _folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() => Assert.Contains(
        _folder["no.toml"], Assert.Throws<PyProjectException>(() => PyProject.Read("no.toml", _folder.Path)).Message, StringComparison.Ordinal);
}
