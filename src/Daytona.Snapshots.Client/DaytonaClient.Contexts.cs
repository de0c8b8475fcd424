using Daytona.Snapshots.Client.Storage;

namespace Daytona.Snapshots.Client;

/// <content>Sending what a Dockerfile reads.</content>
public sealed partial class DaytonaClient
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> UploadContextsAsync(
        Image image, Action<UploadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (image is null) throw new ArgumentNullException(nameof(image));

        IReadOnlyList<BuildContext> contexts = BuildContext.ReadAll(image, cancellationToken);
        foreach (string missing in contexts.SelectMany(context => context.MissingSources))
        {
            _observer?.OnWarning($"The Dockerfile's {missing} is not in the context: the build will most likely fail there.");
        }

        using var uploader = new ContextUploader(
            token => _api.GetAsync<StorageAccess>("object-storage/push-access", token),
            _options,
            _observer,
            _time);
        return await uploader.UploadAsync(
            contexts.Where(context => context.Entries.Count > 0).ToList(), progress, cancellationToken).ConfigureAwait(false);
    }
}
