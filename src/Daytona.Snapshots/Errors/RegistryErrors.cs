using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Errors;

/// <summary>Errors of container registries.</summary>
internal static class RegistryErrors
{
    /// <summary>The service's own registry did not take an image.</summary>
    public static CmdletError For(RegistryException exception, object? target)
    {
        (ErrorId id, string advice) = exception.Reason switch
        {
            RegistryFailure.Unauthorized or RegistryFailure.Denied => (
                ErrorId.RegistryDenied, "The service issued the credentials for this push. Try again; if the error persists, ask the server's administrator."),
            RegistryFailure.InvalidAddress or RegistryFailure.NotARegistry => (
                ErrorId.RegistryInvalid, "The service names this registry for pushes: ask the server's administrator."),
            RegistryFailure.TooLarge => (
                ErrorId.RegistryRefused, "Make the image smaller, or ask the server's administrator for a higher limit."),
            RegistryFailure.Refused => (ErrorId.RegistryRefused, "The service names this registry for pushes: ask the server's administrator."),
            RegistryFailure.DigestMismatch => (ErrorId.RegistryRefused, "The image was changed while it was sent. Try again."),
            _ => (ErrorId.RegistryUnavailable, "Try again: layers that have arrived are not sent again."),
        };
        return id.With($"{ErrorText.Sentence(exception.Message)} {advice}", target, exception);
    }

    /// <summary>A registry that was not added; or that may have been, because the response was lost or can't be read.</summary>
    public static CmdletError NotAdded(DaytonaException exception, string name, Uri apiUrl)
    {
        CmdletError error = ErrorRecords.For(exception, name, apiUrl);
        return exception.LeavesOutcomeOpen
            ? error.Id.With(
                $"{error.Record.Exception.Message} '{name}' may have been added: before you try again, check with Get-DaytonaRegistry {ArgumentText.For(name)}.",
                name,
                exception)
            : error;
    }

    public static CmdletError NotFound(string nameOrId, object? target) => ErrorId.RegistryNotFound.With(
        $"No container registry has the name or ID '{nameOrId}'. To list the registries, run Get-DaytonaRegistry.", target);

    public static CmdletError Ambiguous(string name, IEnumerable<ContainerRegistry> registries, object? target) => ErrorId.RegistryAmbiguous.With(
        $"Several container registries are named '{name}'. Use the ID of one: {string.Join(", ", registries.Select(static registry => $"{registry.Id} ({registry.Url}, {registry.Username})"))}.",
        target);

    public static CmdletError NoPassword(string name) => ErrorId.InvalidRegistryCredential.With(
        $"The credential for '{name}' has no password. Give a user name and a password or token, such as -Credential (Get-Credential).", name);

    /// <summary>The configuration of the registry of an image that could not be pulled, as a sentence.</summary>
    public static string AdviceFor(string imageName, IEnumerable<ContainerRegistry> registries)
    {
        string host = RegistryHost.OfImage(imageName);
        ContainerRegistry[] configured = [.. registries.Where(registry => RegistryHost.OfUrl(registry.Url) == host)];
        if (configured.Length == 0) return $"No container registry is configured for {host}. If the image is private, run New-DaytonaRegistry.";

        string names = string.Join(" and ", configured.Select(static registry => $"'{registry.Name}' (user {registry.Username})"));
        return $"Configured for {host}: {names}. If the password has changed, run Set-DaytonaRegistry {ArgumentText.For(configured[0].Name)}.";
    }
}
