namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Situations that end in errors: at least one for each identifier.</summary>
internal static class ErrorSituations
{
    private const string Connect = "Connect-Daytona -ApiKey $key";
    private const string GetOne = "Get-DaytonaSnapshot app";
    private const string Create = "New-DaytonaSnapshot app alpine:3.20";

    private const string Pools = "$PSDefaultParameterValues['*-DaytonaWarmPool:Connection'] = $connection;";

    public static IReadOnlyList<ErrorSituation> All { get; } =
    [
        .. OfInput, .. OfSnapshots, .. OfBuilds, .. OfTheService, .. OfResponses, .. OfConnections,
        .. ErrorSituationsOfImages.All, .. ErrorSituationsOfLists.All, .. ErrorSituationsOfAccounts.All, .. ErrorSituationsOfTests.All,
    ];

    private static IEnumerable<ErrorSituation> OfInput =>
    [
        new("NotASnapshot", "The input is neither a name nor a snapshot", "42 | Get-DaytonaSnapshot"),
        new("SnapshotNotFound", "No snapshot has this name", GetOne),
        new("SnapshotNotFound", "No snapshot has this ID", "Get-DaytonaSnapshot -Id 7f9c24e5-1c1b-4f4e-9d53-0f4c6e4b8a11"),
        new("InvalidSnapshotName", "The service refuses the name", "New-DaytonaSnapshot 'my app' alpine:3.20"),
        new("InvalidImageName", "The image has no tag", "New-DaytonaSnapshot app alpine"),
        new("InvalidImageName", "The image has the tag latest", "New-DaytonaSnapshot app alpine:latest"),
        new("InvalidImageName", "The image's name has capital letters", "New-DaytonaSnapshot app Team/App:1.0"),
        new("InvalidImageName", "The image is a URL", "New-DaytonaSnapshot app https://ghcr.io/team/app:1.0"),
        new("InvalidSize", "A size is 0", "New-DaytonaSnapshot app alpine:3.20 -Cpu 0"),
        new("InvalidEntrypoint", "The entrypoint has no program", "New-DaytonaSnapshot app alpine:3.20 -Entrypoint ' ', infinity"),
        new("InvalidDockerfile", "There is no Dockerfile", "New-DaytonaSnapshot app -Dockerfile missing/Dockerfile"),
        new("InvalidDockerfile", "The Dockerfile is empty", "New-DaytonaSnapshot app -Dockerfile empty.Dockerfile"),
        new("InvalidDockerfile", "The Dockerfile is UTF-16 text", "New-DaytonaSnapshot app -Dockerfile utf16.Dockerfile"),
        new("InvalidBuildContext", "There is no folder to read", "Get-DaytonaBuildContext missing"),
        new("InvalidImageStep", "A step of an image is not valid", "New-DaytonaImage -PythonVersion 2.7"),
    ];

    private static IEnumerable<ErrorSituation> OfSnapshots =>
    [
        new("GeneralSnapshot", "The snapshot is shared with all organizations", "Remove-DaytonaSnapshot app", static server =>
            server.AddSnapshot("app", change: static it => it.General = true)),
        new("OtherOrganization", "The snapshot belongs to another organization", "Remove-DaytonaSnapshot ([pscustomobject]@{ Id = '7f9c24e5-1c1b-4f4e-9d53-0f4c6e4b8a11'; Name = 'app'; OrganizationId = '1b0d7d5c-65a7-4a39-8a20-1a1f8f2b7a11' })", static server =>
            server.AddSnapshot("other")),
        new("SnapshotExists", "The name is taken", Create, static server => server.AddSnapshot("app")),
        new("SourceUnknown", "The snapshot to change was captured", "Set-DaytonaSnapshot app -Memory 2", static server =>
            server.AddSnapshot("app", change: static it => it.ImageName = "")),
        new("SnapshotInactive", "-IfNotExists finds an inactive snapshot", $"{Create} -IfNotExists", static server => server.AddSnapshot("app", "inactive")),
        new("SnapshotFailed", "-IfNotExists finds a snapshot that fails meanwhile", $"{Create} -IfNotExists", static server =>
            server.AddSnapshot("app", "build_failed", static it => (it.ErrorReason, it.UpdatedAt) = ("exit code 3", it.UpdatedAt.AddMinutes(1)))),
        new("SnapshotFailed", "The image can't be pulled", "New-DaytonaSnapshot app alpine:missing", static server =>
            server.Options.Plan = static (_, plan) => plan with { Failure = "Image alpine:missing not found" , FinalState = "error" }),
        new("SnapshotNotActive", "The snapshot to disable has failed", "Disable-DaytonaSnapshot app", static server => server.AddSnapshot("app", "error")),
        new("SnapshotNotInactive", "The snapshot to enable has failed", "Enable-DaytonaSnapshot app", static server => server.AddSnapshot("app", "error")),
        new("SnapshotCoolingDown", "The snapshot to enable was disabled a moment ago", "Enable-DaytonaSnapshot app", static server =>
            server.AddSnapshot("app", "inactive", static it => it.UpdatedAt = DateTimeOffset.UtcNow)),
        new("SnapshotStateNotReached", "The snapshot will not reach the state", "Wait-DaytonaSnapshot app", static server => server.AddSnapshot("app", "inactive")),
        new("SnapshotRemoved", "Someone else removes the snapshot", "Wait-DaytonaSnapshot app", static server =>
        {
            LocalSnapshot snapshot = server.AddSnapshot("app", "pulling");
            server.Faults.Add(new Fault { Method = "GET", Path = "/api/snapshots/*", Nth = 2, Kind = FaultKind.Meanwhile, Meanwhile = it => it.Remove(snapshot) });
        }),
        new("SnapshotUnchanged", "A removal is reported as successful and has no effect", "Remove-DaytonaSnapshot app", static server =>
        {
            server.AddSnapshot("app");
            server.Faults.Add(FaultCatalog.Create("nothing-done-200") with { Method = "DELETE" });
        }),
        new("SnapshotMayExist", "The response to a creation is lost, and the service can't be asked", Create, static server => server.Faults.Add(FaultCatalog.Create("status-500"))),
        new("SnapshotTimeout", "The snapshot is not active within -Timeout", $"{Create} -Timeout 60", static server =>
            server.Options.Plan = static (_, plan) => plan with { QueueTime = TimeSpan.Zero, WorkTime = Timeout.InfiniteTimeSpan }) { HurriesClock = true },
        new("SnapshotTimeout", "The service does not respond within -Timeout", "Wait-DaytonaSnapshot app -Timeout 0.5", static server => server.Faults.Add(FaultCatalog.Create("silence"))),
        new("SnapshotUpdateIncomplete", "The new snapshot could not take the name of the old one", "Set-DaytonaSnapshot app alpine:3.21", static server =>
        {
            server.AddSnapshot("app");
            server.Faults.Add(Reply(400, "Snapshot quota exceeded. Maximum allowed: 1") with { Method = "POST", Nth = 2 });
        }),
    ];

    private static IEnumerable<ErrorSituation> OfBuilds =>
    [
        new("NoBuildLog", "The snapshot was not built", "Get-DaytonaSnapshotLog app", static server => server.AddSnapshot("app")),
        new("BuildLogUnreadable", "The log's host refuses the credential", "$null = New-DaytonaSnapshot app -Dockerfile Dockerfile; Get-DaytonaSnapshotLog app 3>$null", static server =>
            server.Faults.Add(new Fault { Path = "/snapshots/*/build-logs", Kind = FaultKind.Answer, Status = 403, Nth = null })),
        new("UploadFailed", "The storage does not accept the build context", "New-DaytonaSnapshot app -Dockerfile Dockerfile", static server =>
            server.Faults.Add(new Fault { Path = "/daytona/*", Kind = FaultKind.Answer, Status = 403 })),
        new("CaptureFailed", "The capture of a sandbox fails", "New-DaytonaSnapshot app -SandboxId 5e6c1b23-3b96-47ea-b2f9-eb7d028ac2ca", static server =>
        {
            server.Faults.Add(new Fault { Method = "POST", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 200, Body = "{}" });
            server.Faults.Add(new Fault { Method = "GET", Path = "/api/sandbox/*", Kind = FaultKind.Answer, Status = 200, Body = """{"id":"1","state":"started"}""" });
        }),
        new("SandboxNotFound", "There is no such sandbox", "New-DaytonaSnapshot app -SandboxId 5e6c1b23-3b96-47ea-b2f9-eb7d028ac2ca"),
    ];

    private static IEnumerable<ErrorSituation> OfTheService =>
    [
        new("QuotaExceeded", "There is no room for another snapshot", Create, Replies(400, "Snapshot quota exceeded. Maximum allowed: 1")),
        new("ResourceLimitExceeded", "A sandbox would be too large", $"{Create} -Cpu 5", Replies(400, "CPU request 5 exceeds maximum allowed per sandbox (4).")),
        new("NoRunnerAvailable", "No runner has the GPU type", $"{Create} -Gpu 1 -GpuType H100", Replies(400, "No available runners with GPU type: H100.")),
        new("RegionNotFound", "There is no such region", $"{Create} -Region nowhere"),
        new("RegionUnavailable", "The organization may not use the region", $"{Create} -Region eu", Replies(403, "Region eu is not available to the organization")),
        new("RegionRequired", "There is no default region", Create, Replies(400, "This organization does not have a default region. Please open the Daytona Dashboard to set a default region.")),
        new("RegistryNotFound", "There is no such container registry", Create, Replies(404, "Docker registry with ID 87a84523-8404-4e3e-a6d4-7bdc15b3f46a not found")),
        new("StorageUnavailable", "The server has no object storage", "New-DaytonaSnapshot app -Dockerfile Dockerfile", static server => server.Options.HasStorage = false),
        new("PermissionMissing", "The credential lacks a permission", Create, Replies(403, "Access denied")),
        new("Forbidden", "The service denies access for another reason", GetOne, Replies(403, "Not for you")),
        new("Refused", "The service refuses the request for a reason without an identifier", Create, Replies(400, "imageName must be another one")),
        new("NotFound", "Something else does not exist", GetOne, Replies(404, "404 page not found")),
        new("Conflict", "Another request was faster", "Remove-DaytonaSnapshot app", static server =>
        {
            server.AddSnapshot("app");
            server.Faults.Add(Reply(409, "The snapshot was modified by another request") with { Method = "DELETE" });
        }),
        new("RateLimited", "The rate limit lasts longer than the time limit", GetOne, static server => server.Faults.Add(Fault.RateLimited(seconds: 600))),
        new("ServiceUnavailable", "The service is in maintenance", GetOne, static server => server.Options.Maintenance = true),
        new("ServiceFailed", "The service fails", GetOne, static server => server.Faults.Add(FaultCatalog.Create("status-500"))),
        new("OrganizationSuspended", "The organization is suspended", Create, Replies(403, "Organization is suspended: test reason")),
        new("OrganizationRefused", "The access token is for another organization", GetOne, Replies(403, "Invalid authentication context")),
        new("CredentialRefused", "The API key is wrong", $"Connect-Daytona -ApiKey $wrong -ApiUrl $url"),
        new("AddressBlocked", "The service blocks the address after failed logins", $"{Connect} -ApiUrl $url", static server => server.Faults.Add(Fault.LoginBlocked())),
    ];

    private static IEnumerable<ErrorSituation> OfResponses =>
    [
        new("UnexpectedResponse", "The response is not as the contract says", GetOne, static server =>
        {
            server.AddSnapshot("app");
            server.Faults.Add(FaultCatalog.Create("field-absent"));
        }),
        new("UnexpectedResponse", "A listing is not complete", "Get-DaytonaSnapshot", static server =>
        {
            server.AddSnapshot("app");
            server.Faults.Add(FaultCatalog.Create("total-huge"));
        }),
        new("WarmPoolsUnsupported", "The server is too old for warm pools", $"{Pools} Get-DaytonaWarmPool"),
        new("WarmPoolNotFound", "There is no such warm pool", $"{Pools} Remove-DaytonaWarmPool app", WithPools("")),
        new("WarmPoolAmbiguous", "A snapshot has warm pools in several regions", $"{Pools} Remove-DaytonaWarmPool app", WithPools("""{"id":"1","snapshot":"app","target":"us"},{"id":"2","snapshot":"app","target":"eu"}""")),
        new("FilterNotSupported", "The server does not know a filter", "Get-DaytonaSnapshot -SourceSandboxId 5e6c1b23", static server => server.AddSnapshot("app")),
        new("NotDaytona", "A web page responds", GetOne, static server => server.Faults.Add(FaultCatalog.Create("html-200"))),
        new("NotDaytona", "The URL has another path than the API", $"{Connect} -ApiUrl $root"),
        new("NotDaytona", "The server redirects the request", GetOne, static server => server.Faults.Add(FaultCatalog.Create("redirect-other-host"))),
    ];

    private static IEnumerable<ErrorSituation> OfConnections =>
    [
        new("UnsupportedApi", "The URL is that of Daytona v2", $"{Connect} -ApiUrl https://api.daytona.com"),
        new("InsecureUrl", "The URL is plain http to another machine", $"{Connect} -ApiUrl http://daytona.example.com/api"),
        new("InvalidUrl", "The URL contains a password", $"{Connect} -ApiUrl https://me:secret@daytona.example.com/api"),
        new("InvalidProxy", "The proxy's settings contradict each other", $"{Connect} -ApiUrl $url -Proxy http://proxy.example.com:3128 -NoProxy"),
        new("CredentialUnusable", "The API key can't be sent in a header", "Connect-Daytona -ApiKey $broken -ApiUrl $url"),
        new("HostUnknown", "The host's name is unknown", $"{Connect} -ApiUrl https://nosuchhost.invalid/api -NoProxy"),
        new("ConnectionRefused", "No server is listening", $"{Connect} -ApiUrl http://127.0.0.1:9/api"),
        new("CertificateRefused", "Nobody trusts the server's certificate", $"{Connect} -ApiUrl {SelfSignedServer.Url}"),
        new("HttpsUnavailable", "The server does not use https", $"{Connect} -ApiUrl $https"),
        new("ConnectionBroken", "The connection breaks again and again", GetOne, static server => server.Faults.Add(FaultCatalog.Create("reset-before"))),
        new("ConnectionTimeout", "The service does not respond", GetOne, static server => server.Faults.Add(FaultCatalog.Create("silence"))),
        new("ProxyUnreachable", "No proxy is listening", $"{Connect} -ApiUrl $url -Proxy http://127.0.0.1:9"),
        new("ProxyAuthenticationRequired", "The proxy requires a password", GetOne, static server => server.Faults.Add(FaultCatalog.Create("status-407"))),
    ];

    private static Action<LocalServer> WithPools(string pools) =>
        server => server.Faults.Add(new Fault { Path = "/api/warm-pools", Kind = FaultKind.Answer, Status = 200, Body = $"[{pools}]" });

    private static Action<LocalServer> Replies(int status, string message) => server => server.Faults.Add(Reply(status, message));

    public static Fault Reply(int status, string message) => new()
    {
        Kind = FaultKind.Answer,
        Status = status,
        Body = $$"""{"path":"/api","timestamp":"2026-01-01T00:00:00.000Z","statusCode":{{status}},"error":"Error","message":"{{message}}"}""",
    };
}
