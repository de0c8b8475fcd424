using System.Text.Json;

namespace Daytona.Snapshots.Client.Tests.Contexts;

/// <summary>Uploads what an image needs, without creating a snapshot.</summary>
internal static class ContextUpload
{
    /// <returns>The hashes that the create request then has.</returns>
    public static async Task<IReadOnlyList<string>> UploadContextsAsync(
        this DaytonaClient client, Image image, Action<UploadProgress>? onUpload = null, CancellationToken cancellationToken = default)
    {
        CreateSnapshotBody body = await client.Snapshots.UploadAsync(
            new CreateSnapshotRequest { Name = "it", Image = image },
            new CreateSnapshotOptions { OnUpload = onUpload },
            new Deadline(timeout: null, client.Session.Time, cancellationToken));
        using JsonDocument json = JsonDocument.Parse(body.ToJson());
        return json.RootElement.GetProperty("buildInfo").TryGetProperty("contextHashes", out JsonElement hashes)
            ? [.. hashes.EnumerateArray().Select(static hash => hash.GetString()!)]
            : [];
    }
}
