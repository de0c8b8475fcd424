using System.Text.Json;
using System.Text.Json.Nodes;

namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>OCI layouts and archives of them, as buildx, skopeo, podman and others write them.</summary>
internal static class LayoutForms
{
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";

    private static readonly TestImage Image = new(["one", "two"]);

    public static IReadOnlyList<ArchiveForm> All { get; } =
    [
        new("layout: a folder", static to => TestImage.WriteLayout(to, ("v1", Image))) { Digest = Image.Digest, LayerType = LayerType },
        new("layout: an archive", static to => WriteArchive(to)) { Digest = Image.Digest, LayerType = LayerType },
        new("layout: a compressed archive", static to => WriteArchive(to, TestImage.Gzip)) { Digest = Image.Digest, LayerType = LayerType },
        new("layout: a manifest of Docker", static to => ArchiveParts.WriteLayout(
            to,
            static manifest => (manifest["mediaType"], manifest["config"]!["mediaType"]) =
                ("application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.container.image.v1+json"),
            static descriptor => descriptor["mediaType"] = "application/vnd.docker.distribution.manifest.v2+json")),
        new("layout: null for a manifest", static to => ArchiveParts.WriteIndex(to, (JsonNode?)null)) { Failure = LocalImageFailure.Broken, Says = "contains null" },
        new("layout: null for a layer", static to => ArchiveParts.WriteLayout(to, static manifest => manifest["layers"] = new JsonArray((JsonNode?)null)))
            { Failure = LocalImageFailure.Broken, Says = "contains null" },
        new("layout: no manifests", static to => File.WriteAllText(Path.Combine(to, "index.json"), "{}")) { Failure = LocalImageFailure.ImageNotFound, Says = "contains no image" },
        new("layout: an index that is a list", static to => File.WriteAllText(Path.Combine(to, "index.json"), "[]")) { Failure = LocalImageFailure.Broken, Says = "index.json" },
        new("layout: a size that no number holds", static to => File.WriteAllText(Path.Combine(to, "index.json"), """{"manifests":[{"size":1e99}]}"""))
            { Failure = LocalImageFailure.Broken, Says = "index.json" },
        new("layout: a descriptor without a media type", static to => ArchiveParts.WriteLayout(to, bendDescriptor: static descriptor => descriptor.Remove("mediaType"))),
        new("layout: an index whose descriptor has no media type", static to => WriteNested(to)),
        new("layout: a layer that is kept elsewhere", static to => ArchiveParts.WriteLayout(to, static manifest =>
            (manifest["layers"]![0]!["digest"], manifest["layers"]![0]!["urls"]) = ("sha256:" + new string('1', 64), new JsonArray("https://storage.example.com/layer"))))
            { Failure = LocalImageFailure.Unsupported, Says = "https://storage.example.com/layer" },
        new("layout: a missing layer", static to => ArchiveParts.WriteLayout(to, static manifest => manifest["layers"]![0]!["digest"] = "sha256:" + new string('1', 64)))
            { Failure = LocalImageFailure.Broken, Says = "is missing" },
        new("layout: a layer of another length", static to => ArchiveParts.WriteLayout(to, static manifest => manifest["layers"]![0]!["size"] = 7))
            { Failure = LocalImageFailure.Broken, Says = "instead of 7" },
        new("layout: encrypted layers", static to => ArchiveParts.WriteLayout(to, static manifest => manifest["layers"]![0]!["mediaType"] = ArchiveParts.GzipType + "+encrypted"))
            { Failure = LocalImageFailure.Unsupported, Says = "encrypted" },
        new("layout: a media type that is none", static to => ArchiveParts.WriteLayout(to, static manifest => manifest["mediaType"] = "manifest"))
            { Failure = LocalImageFailure.Broken, Says = "'manifest' is not a media type" },
        new("layout: a media type of a layer that is none", static to => ArchiveParts.WriteLayout(to, static manifest => manifest["layers"]![0]!["mediaType"] = "a b/c"))
            { Failure = LocalImageFailure.Broken, Says = "'a b/c' is not a media type" },
        new("layout: a digest that is none", static to => ArchiveParts.WriteLayout(to, bendDescriptor: static descriptor => descriptor["digest"] = "sha256:../../etc/passwd"))
            { Failure = LocalImageFailure.Broken, Says = "is not a SHA-256 or SHA-512 digest" },
        new("layout: a build cache", static to => ArchiveParts.WriteLayout(to, static manifest => manifest["config"]!["mediaType"] = "application/vnd.buildkit.cacheconfig.v0"))
            { Failure = LocalImageFailure.NotAnImage, Says = "build cache of buildx" },
        new("layout: an index of a build cache", static to => ArchiveParts.WriteIndex(to, ArchiveParts.Described(
            to,
            new JsonObject { ["manifests"] = new JsonArray(ArchiveParts.Described(to, [], mediaType: "application/vnd.buildkit.cacheconfig.v0")) },
            mediaType: TestImage.OciIndex))) { Failure = LocalImageFailure.NotAnImage, Says = "build cache of buildx" },
        new("layout: a Helm chart", static to => ArchiveParts.WriteLayout(to, static manifest => manifest["config"]!["mediaType"] = "application/vnd.cncf.helm.config.v1+json"))
            { Failure = LocalImageFailure.NotAnImage, Says = "application/vnd.cncf.helm.config.v1+json, which is not an image" },
        new("layout: an artifact", static to => ArchiveParts.WriteLayout(to, static manifest =>
            (manifest["artifactType"], manifest["config"]!["mediaType"]) = ("application/vnd.example.sbom", "application/vnd.oci.empty.v1+json")))
            { Failure = LocalImageFailure.NotAnImage, Says = "application/vnd.example.sbom" },
        new("layout: a manifest of schema 1", static to => ArchiveParts.WriteLayout(
            to, bendDescriptor: static descriptor => descriptor["mediaType"] = "application/vnd.docker.distribution.manifest.v1+prettyjws"))
            { Failure = LocalImageFailure.NotAnImage, Says = "v1+prettyjws" },
        new("layout: the same image under two names", static to => TestImage.WriteLayout(to, ("v1", Image), ("latest", Image))) { Digest = Image.Digest },
        new("layout: two images", static to => TestImage.WriteLayout(to, ("v1", Image), ("v2", new TestImage(["three"])))) { Failure = LocalImageFailure.Ambiguous, Says = "v1, v2" },
        new("layout: attestations beside the image", static to => TestImage.WriteMultiPlatformLayout(to, Image, new TestImage(["?"], os: "unknown", architecture: "unknown")))
            { Digest = Image.Digest },
        new("layout: platforms that it does not contain", static to => TestImage.WriteMultiPlatformLayout(to, Image, new TestImage(["arm"], architecture: "arm64"), new TestImage(["386"], architecture: "386")))
            { Digest = Image.Digest },
        new("layout: the variant that every processor has", static to => ArchiveParts.WritePlatforms(to, "linux/amd64/v3", "linux/amd64/v2", "linux/amd64")) { PublishedPlatform = "linux/amd64" },
        new("layout: the best variant", static to => ArchiveParts.WritePlatforms(to, "linux/amd64", "linux/amd64/v2", "linux/amd64/v4"))
            { Platform = "linux/amd64/v3", PublishedPlatform = "linux/amd64/v2" },
        new("layout: the wanted variant of arm", static to => ArchiveParts.WritePlatforms(to, "linux/arm/v5", "linux/arm/v6", "linux/arm/v7"))
            { Platform = "linux/arm", PublishedPlatform = "linux/arm/v7" },
        new("layout: an older variant of arm", static to => ArchiveParts.WritePlatforms(to, "linux/arm/v5", "linux/arm/v6")) { Platform = "linux/arm/v7", PublishedPlatform = "linux/arm/v6" },
        new("layout: arm64 with its variant", static to => ArchiveParts.WritePlatforms(to, "linux/arm/v7", "linux/arm64/v8")) { Platform = "linux/arm64", PublishedPlatform = "linux/arm64/v8" },
        new("layout: 32 bits if there is nothing better", static to => ArchiveParts.WritePlatforms(to, "linux/386")) { PublishedPlatform = "linux/386" },
        new("layout: only newer processors", static to => ArchiveParts.WritePlatforms(to, "linux/amd64/v3")) { Failure = LocalImageFailure.PlatformMismatch, Says = "linux/amd64/v3" },
        new("layout: Windows", static to => ArchiveParts.WritePlatforms(to, "windows/amd64")) { Failure = LocalImageFailure.WindowsImage, Says = "windows/amd64" },
    ];

    private static void WriteArchive(string to, Func<byte[], byte[]>? change = null)
    {
        using var layout = new TemporaryFolder();
        TestImage.WriteLayout(layout[""], ("v1", Image));
        TestImage.WriteTar(layout[""], Path.Combine(to, "image.tar"));
        if (change is not null) ArchiveParts.Change(to, change);
    }

    private static void WriteNested(string to)
    {
        TestImage.WriteLayout(to, ("v1", Image));
        var index = new JsonObject { ["manifests"] = new JsonArray(JsonSerializer.SerializeToNode(TestImage.Descriptor(TestImage.OciManifest, Image.Manifest))) };
        ArchiveParts.WriteIndex(to, ArchiveParts.Described(to, index, mediaType: null));
    }
}
