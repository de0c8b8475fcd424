using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Sends one layer or configuration in chunks, by the upload session of the OCI distribution specification. After a failure,
/// the next attempt asks the registry how much it has and continues there. A registry that has lost the session, as
/// docker-registry does if a connection breaks within a chunk, is sent the layer from its beginning.
/// </summary>
/// <param name="registry">The registry.</param>
/// <param name="blob">The content to send.</param>
/// <param name="chunkSize">The largest number of bytes in a request.</param>
/// <param name="progress">Counts the bytes.</param>
internal sealed class BlobUpload(RegistryConnection registry, ImageBlob blob, long chunkSize, PhaseProgress progress)
{
    private const string Action = "take a layer";
    private const int BufferSize = 128 * 1024;

    // Not yet known to .NET Framework.
    private static readonly HttpMethod Patch = new("PATCH");

    // The registry computes the digest of the whole layer, and may move it to another storage, before it responds.
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromMinutes(15);

    private Uri? _session;
    private bool _resumed;
    private long _minChunk;
    private long _counted;

    /// <summary>The number of bytes that the registry has.</summary>
    public long Offset { get; private set; }

    /// <summary>Begins the upload or continues it, to its end.</summary>
    /// <returns>True if the registry has taken the content from another repository.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (_session is not null)
        {
            // Perhaps only the response to the last request was lost.
            if (await registry.HasBlobAsync(blob.Digest, cancellationToken).ConfigureAwait(false)) return false;
            if (!await TryResumeAsync(_session, cancellationToken).ConfigureAwait(false)) _session = null;
        }

        if (_session is null && await BeginAsync(cancellationToken).ConfigureAwait(false)) return true;

        while (Offset < blob.Content.Length) await SendChunkAsync(cancellationToken).ConfigureAwait(false);
        await CommitAsync(cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async Task<bool> TryResumeAsync(Uri session, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await registry.SendAsync(HttpMethod.Get, session, Action, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode || EndOfRange(response) is not { } end) return false;

        _session = SessionOf(response) ?? session;
        _resumed = true;
        MoveTo(end);
        return true;
    }

    /// <summary>Opens a session, unless the registry can take the content from another repository.</summary>
    private async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        MoveTo(0);
        _resumed = false;
        IEnumerable<string> queries = registry.MountFrom.Count == 0
            ? [""]
            : registry.MountFrom.Select(other => $"?mount={Uri.EscapeDataString(blob.Digest.ToString())}&from={Uri.EscapeDataString(other)}");
        foreach (string query in queries)
        {
            using HttpResponseMessage response = await registry.SendAsync(
                HttpMethod.Post, registry.UrlOf("blobs/uploads/" + query), Action, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.Created) return true;
            if (response.StatusCode != HttpStatusCode.Accepted) throw await registry.ReadErrorAsync(response, Action).ConfigureAwait(false);

            _session = SessionOf(response) ?? throw NoSession();
            _minChunk = response.Headers.TryGetValues("OCI-Chunk-Min-Length", out IEnumerable<string>? values)
                && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out long min) ? min : 0;
        }

        return false;
    }

    private async Task SendChunkAsync(CancellationToken cancellationToken)
    {
        long start = Offset;
        long length = Math.Min(Math.Max(chunkSize, _minChunk), blob.Content.Length - start);
        using HttpResponseMessage response = await registry.SendAsync(
            Patch,
            _session!,
            Action,
            registry.ResponseTimeout,
            alive => Content(start, length, alive),
            cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.Created or HttpStatusCode.NoContent)
        {
            _session = SessionOf(response) ?? _session;
            MoveTo(EndOfRange(response) is { } end && end > start ? end : start + length);
            return;
        }

        throw await SessionErrorAsync(response).ConfigureAwait(false);
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        var session = new UriBuilder(_session!);
        session.Query = $"{session.Query.TrimStart('?')}&digest={Uri.EscapeDataString(blob.Digest.ToString())}".TrimStart('&');
        using HttpResponseMessage response = await registry.SendAsync(
            HttpMethod.Put, session.Uri, Action, CommitTimeout, static _ => new ByteArrayContent([]), cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.Created or HttpStatusCode.NoContent) return;

        throw await SessionErrorAsync(response).ConfigureAwait(false);
    }

    private StreamContent Content(long start, long length, Action alive)
    {
        // A request that is repeated for its authentication counts its bytes only once.
        MoveTo(start);
        var content = new StreamContent(
            blob.Content.Open(start, length, read =>
            {
                alive();
                Count(read);
            }),
            BufferSize);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.ContentLength = length;
        // In the specification's own form, and only for parts: not every registry takes parts.
        if (_resumed || length < blob.Content.Length) content.Headers.TryAddWithoutValidation("Content-Range", $"{start}-{start + length - 1}");
        return content;
    }

    /// <summary>
    /// The registry's error. A session that is out of sync or has expired is retried, and so is one whose parts do not fit
    /// together, from the beginning.
    /// </summary>
    private async Task<RegistryException> SessionErrorAsync(HttpResponseMessage response)
    {
        RegistryException error = await registry.ReadErrorAsync(response, Action).ConfigureAwait(false);
        bool misfit = _resumed && error.Reason == RegistryFailure.DigestMismatch;
        if (misfit) _session = null;
        return misfit || response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable
            ? new RegistryException(RegistryFailure.Unavailable, error.Message) { StatusCode = error.StatusCode, Code = error.Code }
            : error;
    }

    private Uri? SessionOf(HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location) return null;

        if (!Uri.TryCreate(registry.Registry, location, out Uri? url)) throw NoSession();
        return RegistryAddress.IsSafe(url)
            ? url
            : throw new RegistryException(
                RegistryFailure.InvalidAddress,
                url.Scheme == Uri.UriSchemeHttp
                    ? $"The registry {registry.Registry.Authority} requires layers to be sent to {url.Authority} over plain http, which would expose them on the network."
                    : $"The registry {registry.Registry.Authority} requires layers to be sent to a URL that is not valid.");
    }

    /// <summary>The number of bytes in a header such as <c>Range: 0-99</c>; null without one. Both none and one are <c>0-0</c>.</summary>
    private static long? EndOfRange(HttpResponseMessage response)
    {
        string? range = response.Headers.TryGetValues("Range", out IEnumerable<string>? values) ? values.First() : null;
        string? last = range?.Substring(range.IndexOf('-') + 1);
        return long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long end) ? (end is 0 or long.MaxValue ? end : end + 1) : null;
    }

    private RegistryException NoSession() => new(
        RegistryFailure.NotARegistry, $"{registry.Registry.Authority} is not a registry: it accepted an upload without returning its location.");

    private void MoveTo(long offset)
    {
        Offset = Math.Min(offset, blob.Content.Length);
        Count(Offset - _counted);
    }

    private void Count(long bytes)
    {
        _counted += bytes;
        progress.Add(bytes);
    }
}
