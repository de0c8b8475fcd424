using System.Formats.Tar;
using System.Text;

namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Errors of images on this machine, and of the registry that they are sent to.</summary>
internal static class ErrorSituationsOfImages
{
    private const string Publish = "Publish-DaytonaSnapshot app -Path image.tar";
    private const string PublishFromEngine = "Publish-DaytonaSnapshot app app:dev";

    // The local server plays the engine.
    private static readonly Dictionary<string, string> ServerIsEngine = new() { ["DOCKER_HOST"] = "tcp://{server}" };

    public static IReadOnlyList<ErrorSituation> All { get; } =
    [
        new("ImageFileNotFound", "There is no file or folder to publish", "Publish-DaytonaSnapshot app -Path missing.tar"),
        new("NotAnImage", "The folder is not an OCI layout", "Publish-DaytonaSnapshot app -Path ."),
        new("NotAnImage", "The file is not an archive of an image", "Publish-DaytonaSnapshot app -Path app.py"),
        new("ImageBroken", "The archive is cut off", "Publish-DaytonaSnapshot app -Path broken.tar"),
        new("ImageUnsupported", "The archive is compressed by another program than gzip", "Publish-DaytonaSnapshot app -Path image.tar.zst"),
        new("LocalImageNotFound", "The archive has no image of this name", $"{Publish} -LocalImage other:1"),
        new("LocalImageAmbiguous", "The archive has several images", "Publish-DaytonaSnapshot app -Path two.tar"),
        new("PlatformMismatch", "The image is for another platform", $"{Publish} -Platform linux/arm64"),
        new("WindowsImage", "The image is a Windows image", "Publish-DaytonaSnapshot app -Path windows.tar"),
        new("NoContainerEngine", "No container engine runs", PublishFromEngine)
        {
            Environment = new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///nowhere/docker.sock", ["DOCKER_CONFIG"] = "{folder}", ["XDG_RUNTIME_DIR"] = "" },
            NeedsNoEngine = true,
        },
        new("LocalImageNotFound", "The container engine has no image of this name", PublishFromEngine, static server =>
            server.Faults.Add(Reply("/_ping", 200, "OK"))) { Environment = ServerIsEngine },
        new("ContainerEngineFailed", "The container engine can't export the image", PublishFromEngine, static server =>
            AddImage(server, Reply("/images/app%3Adev/get", 500, """{"message":"layer does not exist"}"""))) { Environment = ServerIsEngine },
        new("TemporaryCopyFailed", "There is no folder for the copy of the engine's image", PublishFromEngine, static server =>
            AddImage(server, Reply("/images/app%3Adev/get", 200, EmptyArchive())))
        {
            Environment = new Dictionary<string, string>(ServerIsEngine) { ["TMPDIR"] = "{folder}/missing", ["TMP"] = "{folder}/missing" },
        },
        new("RegistryDenied", "The service's registry refuses the credential that the service issued", Publish, static server =>
            server.Faults.Add(RegistryReplies(403, "DENIED", "requested access to the resource is denied"))),
        new("RegistryRefused", "The service's registry does not take the image", Publish, static server =>
            server.Faults.Add(RegistryReplies(400, "MANIFEST_INVALID", "manifest invalid") with { Method = "PUT", Path = "/v2/*/manifests/*" })),
        new("RegistryRefused", "The image is too large for the service's registry", Publish, static server =>
            server.Faults.Add(RegistryReplies(413, "SIZE_INVALID", "the layer is larger than 10 GiB"))),
        new("RegistryUnavailable", "The service's registry can't be reached", Publish, static server => server.Options.RegistryAddress = "127.0.0.1:9"),
        new("RegistryInvalid", "The service's registry is plain http on another machine", Publish, static server =>
            server.Options.RegistryAddress = "http://registry.example.com"),
    ];

    private static string EmptyArchive()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = new MemoryStream("[]"u8.ToArray()) });
        }

        return Encoding.ASCII.GetString(stream.ToArray());
    }

    private static void AddImage(LocalServer server, Fault export)
    {
        server.Faults.Add(Reply("/_ping", 200, "OK"));
        server.Faults.Add(Reply("/images/app%3Adev/json", 200, """{"Id":"sha256:1","Os":"linux","Architecture":"amd64","Size":7}"""));
        server.Faults.Add(export);
    }

    private static Fault Reply(string path, int status, string body) => new() { Path = path, Kind = FaultKind.Answer, Status = status, Body = body };

    private static Fault RegistryReplies(int status, string code, string message) =>
        Reply("/v2/*", status, $$"""{"errors":[{"code":"{{code}}","message":"{{message}}"}]}""") with { Method = "POST" };
}
