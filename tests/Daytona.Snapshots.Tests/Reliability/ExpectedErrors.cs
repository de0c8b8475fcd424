namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>
/// The errors in which a command may end against a fault: the error of the failed request, and the errors that say what became
/// of the command. A success needs no list, because it is compared with the server.
/// </summary>
internal static class ExpectedErrors
{
    /// <summary>The identifiers that are right for a combination.</summary>
    public static IEnumerable<string> For(Combination combination) =>
        MustSucceed(combination) ? [] : [.. OfRequests(combination.Fault), .. OfForm(combination)];

    /// <summary>Whether the command survives the fault.</summary>
    public static bool MustSucceed(Combination combination) => combination.Fault switch
    {
        "json-as-text" or "page-shuffled" => true,
        _ when combination.Fault.StartsWith("total-pages-", StringComparison.Ordinal) || combination.Fault.StartsWith("channel-", StringComparison.Ordinal) => true,
        // Reading again is always possible.
        _ => combination.Axis == Axis.Second && combination.Form.OnlyReads && Combinations.Passes(combination.Fault),
    };

    // The cause of a request's failure, which RequestFaultTests show for the client, and its error.
    private static IEnumerable<string> OfRequests(string fault) => fault switch
    {
        "status-400" or "status-408" or "status-422" => ["Refused"],
        "status-401" => ["CredentialRefused"],
        "status-403" => ["Forbidden"],
        "status-404" => ["NotFound"],
        "status-407" => ["ProxyAuthenticationRequired"],
        "status-409" => ["Conflict"],
        "status-500" => ["ServiceFailed"],
        "status-502" or "status-503" or "status-504" or "html-502" or "retry-after-503-max" => ["ServiceUnavailable"],
        "html-200" => ["NotDaytona"],
        "body-empty" or "json-truncated" or "gzip-damaged" or "body-cut" or "request-cut" => ["ConnectionBroken"],
        "body-huge" or "headers-only" or "body-stalls" or "body-slow" => ["ConnectionTimeout"],
        "log-url-relative" or "page-empty" => ["UnexpectedResponse"],
        _ => fault.Split('-')[0] switch
        {
            // On a busy machine, the short time limit can expire first.
            "status" or "retry" => ["RateLimited", "ConnectionTimeout"],
            "reset" or "nothing" => ["ConnectionBroken"],
            "silence" => ["ConnectionTimeout"],
            "redirect" => ["NotDaytona"],
            "log" => ["BuildLogUnreadable"],
            _ => ["UnexpectedResponse"],
        },
    };

    private static IEnumerable<string> OfForm(Combination combination)
    {
        (string form, string fault) = (combination.Form.Name, combination.Fault);
        string name = form.Split(" (")[0];
        bool isOpen = LeavesOpen(fault);
        // The creation is accepted, and a read after it fails.
        bool isOfRead = combination is { Axis: Axis.Second, Form.IsPartial: false };
        if ((isOpen || isOfRead) && name is "New image" or "New Dockerfile" or "New NoWait" or "New IfNotExists" or "New capture" or "Set new" or "Publish")
            yield return "SnapshotMayExist";
        if (isOpen && name is not ("Get" or "Get name" or "Get wildcard")) yield return "SnapshotTimeout";
        // Any refusal after the removal of the old one.
        if (name is "Set Force" or "Set changed" or "Set TestCommand") yield return "SnapshotUpdateIncomplete";
        if (isOpen && name is "New capture") yield return "CaptureFailed";
        // The response that the name is taken can't be read.
        if (isOpen && name == "New IfNotExists") yield return "Refused";
        // Only a 404 that is complete is the service's own.
        if (isOpen && name is "New capture" or "Set new" or "Sync" or "Publish" or "Remove registry") yield return "NotDaytona";
        if (name == "New Dockerfile") yield return "UploadFailed";
        if (name.StartsWith("Log", StringComparison.Ordinal)) yield return fault == "status-404" ? "NoBuildLog" : "BuildLogUnreadable";
        if (name == "Sync") yield return "SyncIncomplete";
        if (name is "Test" or "Set TestCommand") foreach (string id in (string[])["SnapshotTestFailed", "ToolboxUnavailable"]) yield return id;
        if (name == "Publish") foreach (string id in (string[])["RegistryDenied", "RegistryInvalid", "RegistryRefused", "RegistryUnavailable"]) yield return id;
        // A registry that reports success without having stored the image.
        if (form == "Publish (/v2)") yield return "SnapshotFailed";
        // Not found, although it is there.
        if (fault == "status-404" && combination.Form.Method == "DELETE") yield return "SnapshotUnchanged";
        if (fault.StartsWith("nothing-done-", StringComparison.Ordinal)) yield return "SnapshotUnchanged";
        // The ID or the state of the response is text that is not that of any object.
        if (fault is "field-text" or "field-control-characters")
        {
            if (name.StartsWith("Enable", StringComparison.Ordinal)) yield return "SnapshotNotInactive";
            if (name == "Disable") foreach (string id in (string[])["SnapshotNotActive", "SnapshotUnchanged"]) yield return id;
            if (name is "Set registry" or "Remove registry") foreach (string id in (string[])["RegistryNotFound", "Refused"]) yield return id;
            if (name == "Get organization") foreach (string id in (string[])["PermissionMissing", "Refused"]) yield return id;
        }

        if (fault == "json-empty-array" && name is "Set registry" or "Remove registry") yield return "RegistryNotFound";
    }

    // Whether the service may have carried out the request.
    private static bool LeavesOpen(string fault) => fault.Split('-')[0] switch
    {
        "status" or "retry" => fault is "status-500" or "status-502" or "status-503" or "status-504" or "status-408" or "retry-after-503-max",
        "redirect" => false,
        _ => true,
    };
}
