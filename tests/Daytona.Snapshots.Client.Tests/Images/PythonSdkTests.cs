namespace Daytona.Snapshots.Client.Tests.Images;

public sealed class PythonSdkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PythonSdkTests()
    {
        foreach ((string path, string content) in SdkCase.Files) _folder.With(path, content);
    }

    public static TheoryData<string> Names => [.. SdkCase.All.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_Dockerfile_equals_that_of_the_Python_SDK(string name)
    {
        SdkCase expected = SdkCase.All.Single(item => item.Name == name);

        Assert.Equal(expected.Dockerfile, expected.Build(_folder.Path).Dockerfile);
    }

    public void Dispose() => _folder.Dispose();
}
