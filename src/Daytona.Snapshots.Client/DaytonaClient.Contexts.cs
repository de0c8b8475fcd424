using Daytona.Snapshots.Client.Contexts;
using Daytona.Snapshots.Client.Storage;
using RestSharp;

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
        foreach (MissingSource missing in contexts.SelectMany(context => context.MissingSources))
        {
            _observer?.OnWarning($"{missing}: the build will most likely fail there.");
        }

        using var uploader = new ContextUploader(
            token => SendAsync<StorageAccess>(Method.Get, "object-storage/push-access", null, token),
            url => DaytonaUrl.FindFault(url, _options.AllowInsecure),
            _observer,
            _time);
        return await uploader.UploadAsync(
            contexts.Where(context => context.Entries.Count > 0).ToList(), progress, cancellationToken).ConfigureAwait(false);
    }
}
