using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Daytona.Snapshots.Client.Http;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>
/// Sends one layer or configuration in chunks, by the upload session of the OCI distribution specification. After a failure,
/// the next attempt asks the registry how much it has and continues there. A registry that has lost the session, as
/// docker-registry does if a connection breaks within a chunk, is sent the layer from its beginning.
/// </summary>
/// <param name="registry">The registry.</param>
/// <param name="content">The content to send.</param>
/// <param name="isGrowing">Whether it had no digest yet, by which the registry could be asked for it.</param>
/// <param name="chunkSize">The largest number of bytes in a request.</param>
/// <param name="progress">Counts the bytes.</param>
internal sealed class BlobUpload(RegistryConnection registry, BlobContent content, bool isGrowing, long chunkSize, PublishProgress progress)
{
    private const string Action = "take a layer";

    // A registry or a proxy that refuses even this accepts no real layers.
    private const long MinChunkSize = 4 * 1024 * 1024;

    // Not every registry takes parts. One that refuses them is sent the layer when it is complete.
    private const long Whole = long.MaxValue / 2;

    // Not yet known to .NET Framework.
    private static readonly HttpMethod Patch = new("PATCH");

    // The registry computes the digest of the whole layer, and may move it to another storage, before it responds.
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromMinutes(15);

    private bool _isGrowing = isGrowing;
    private long _chunkSize = chunkSize;
    private Uri? _session;
    private bool _resumed;
    private long _minChunk;
    private long _counted;
    private long _announced;

    private long ChunkSize => Math.Max(_chunkSize, _minChunk);

    /// <summary>The number of bytes that the registry has.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the registry has all bytes, and only has to store them.</summary>
    public bool IsWhole => content.Blob is { } blob && Offset == blob.Content.Length;

    /// <summary>Begins the upload or continues it, to its end.</summary>
    /// <returns>False if the registry turned out to have the content already.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        // Perhaps only the response to the last request was lost.
        if (_session is not null && await IsStoredAsync(cancellationToken).ConfigureAwait(false)) return true;
        await ResumeAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await content.WaitAsync(Offset + ChunkSize, cancellationToken).ConfigureAwait(false);
            // Read once: it may become complete at any time.
            bool isComplete = content.Blob is not null;
            if (_isGrowing && isComplete && await IsStoredAsync(cancellationToken).ConfigureAwait(false))
            {
                Announce(Offset);
                return false;
            }

            _isGrowing &= !isComplete;
            long available = content.Available.Length;
            Announce(available);
            long length = Math.Min(ChunkSize, available - Offset);
            if (length == 0) break;
            await SendChunkAsync(length, cancellationToken).ConfigureAwait(false);
        }

        await CommitAsync(content.Blob!.Digest, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> IsStoredAsync(CancellationToken cancellationToken) =>
        content.Blob is { } blob && await registry.HasAsync($"blobs/{blob.Digest}", Action, cancellationToken).ConfigureAwait(false);

    /// <summary>Continues the session, or begins another if there is none or the registry no longer has it.</summary>
    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        if (_session is { } session)
        {
            using HttpResponseMessage response = await registry.SendAsync(HttpMethod.Get, session, Action, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode && EndOfRange(response) is { } end)
            {
                (_session, _resumed) = (RegistryAddress.LocationOf(response) ?? session, true);
                MoveTo(end);
                return;
            }
        }

        await BeginAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        MoveTo(0);
        (_session, _resumed) = (null, false);
        using HttpResponseMessage response = await registry.SendAsync(
            HttpMethod.Post, registry.UrlOf("blobs/uploads/"), Action, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw await registry.ReadErrorAsync(response, Action).ConfigureAwait(false);

        _session = RegistryAddress.LocationOf(response) ?? throw new RegistryException(
            RegistryFailure.NotARegistry, $"{registry.Registry.Authority} is not a registry: it accepted an upload without returning its location.");
        _minChunk = response.Headers.TryGetValues("OCI-Chunk-Min-Length", out IEnumerable<string>? values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out long min) ? min : 0;
    }

    private async Task SendChunkAsync(long length, CancellationToken cancellationToken)
    {
        long start = Offset;
        using HttpResponseMessage response = await registry.SendAsync(
            Patch, _session!, Action, cancellationToken, alive => Body(start, length, alive)).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            _session = RegistryAddress.LocationOf(response) ?? _session;
            MoveTo(EndOfRange(response) is { } end && end > start ? end : start + length);
        }
        else if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge && length > Math.Max(MinChunkSize, _minChunk))
        {
            // A proxy in front of the registry limits the length of a request.
            _chunkSize = Math.Max(MinChunkSize, Math.Min(_chunkSize, length) / 2);
            await ResumeAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (IsPart(length) && response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            _chunkSize = Whole;
            await BeginAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            string part = response.StatusCode == HttpStatusCode.RequestEntityTooLarge ? $"take a part of {length / 1048576.0:0.0} MiB of {(content.Blob is { } blob ? $"the layer {blob.Digest}" : "a layer")}" : Action;
            throw await SessionErrorAsync(response, part).ConfigureAwait(false);
        }
    }

    private async Task CommitAsync(Digest digest, CancellationToken cancellationToken)
    {
        var session = new UriBuilder(_session!);
        session.Query = $"{session.Query.TrimStart('?')}&digest={Uri.EscapeDataString(digest.ToString())}".TrimStart('&');
        using HttpResponseMessage response = await registry.SendAsync(
            HttpMethod.Put, session.Uri, Action, cancellationToken, static _ => new ByteArrayContent([]), CommitTimeout).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw await SessionErrorAsync(response, Action).ConfigureAwait(false);
    }

    private StreamContent Body(long start, long length, Action alive)
    {
        // A request that is repeated for its authentication counts its bytes only once.
        MoveTo(start);
        Stream part = content.Available.Open(start, length, read =>
        {
            alive();
            Count(read);
        });
        var body = new StreamContent(part, ForwardStream.BufferSize)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentLength = length },
        };
        // In the specification's own form, and only for parts.
        if (IsPart(length)) body.Headers.TryAddWithoutValidation("Content-Range", $"{start}-{start + length - 1}");
        return body;
    }

    private bool IsPart(long length) => _resumed || content.Blob is null || length < content.Available.Length;

    /// <summary>
    /// The registry's error. A session that is out of sync or has expired is retried, and so is one whose parts do not fit
    /// together, from the beginning.
    /// </summary>
    private async Task<RegistryException> SessionErrorAsync(HttpResponseMessage response, string action)
    {
        RegistryException error = await registry.ReadErrorAsync(response, action).ConfigureAwait(false);
        bool misfit = _resumed && error.Reason == RegistryFailure.DigestMismatch;
        if (misfit) _session = null;
        return misfit || response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable
            ? new RegistryException(RegistryFailure.Unavailable, error.Message) { StatusCode = error.StatusCode, Code = error.Code }
            : error;
    }

    /// <summary>The number of bytes in a header such as <c>Range: 0-99</c>; null without one. Both none and one are <c>0-0</c>.</summary>
    private static long? EndOfRange(HttpResponseMessage response)
    {
        string? range = response.Headers.TryGetValues("Range", out IEnumerable<string>? values) ? values.First() : null;
        string? last = range?.Substring(range.IndexOf('-') + 1);
        return long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long end) ? (end is 0 or long.MaxValue ? end : end + 1) : null;
    }

    private void Announce(long bytes)
    {
        progress.AddToSend(bytes - _announced);
        _announced = bytes;
    }

    private void MoveTo(long offset)
    {
        Offset = Math.Min(offset, content.Available.Length);
        Count(Offset - _counted);
    }

    private void Count(long bytes)
    {
        _counted += bytes;
        progress.AddSent(bytes);
    }
}
