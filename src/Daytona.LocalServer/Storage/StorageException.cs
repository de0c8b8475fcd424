namespace Daytona.Local.Storage;

/// <summary>A refusal of the storage, in the storage's own form.</summary>
internal sealed class StorageException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static StorageException AccessDenied() => new(403, "AccessDenied", "Access Denied.");

    public static StorageException Invalid(string message) => new(400, "InvalidRequest", message);
}
