using System.Text.Json;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>The archives and layouts of the field.</summary>
public sealed class ArchiveTests : PublishTest
{
    private static readonly Dictionary<string, ArchiveForm> Forms =
        DockerArchiveForms.All.Concat(LayoutForms.All).ToDictionary(static form => form.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names { get; } = [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_form_is_published_or_explained(string name)
    {
        ArchiveForm form = Forms[name];
        form.Write(Folder[""]);
        string archive = Folder["image.tar"];
        LocalImageSource source = LocalImageSource.FromPath(File.Exists(archive) ? archive : Folder[""]);
        ImagePublishOptions options = Options with { Platform = ImagePlatform.Parse(form.Platform) };

        if (form.Failure is { } reason)
        {
            LocalImageException failure = await FailAsync(source, options);

            Assert.Equal(reason, failure.Reason);
            Assert.Contains(form.Says, failure.Message, StringComparison.Ordinal);
            return;
        }

        PublishedImage published = await PublishAsync(source, options);

        Assert.Equal(form.Digest ?? published.Digest, published.Digest);
        Assert.Equal(form.PublishedPlatform ?? form.Platform, published.Platform.ToString());
        if (form.LayerType is { } type)
        {
            Assert.All(await ReadLayersAsync(published), layer => Assert.Equal(type, layer.GetProperty("mediaType").GetString()));
        }
    }

    private async Task<JsonElement[]> ReadLayersAsync(PublishedImage image)
    {
        using HttpClient http = await CreateRegistryClientAsync();
        string manifest = await http.GetStringAsync(new Uri(Server.RegistryUrl, $"/v2/{image.Repository}/manifests/{image.Digest}"), Cancelled);
        return [.. JsonDocument.Parse(manifest).RootElement.GetProperty("layers").EnumerateArray()];
    }
}
