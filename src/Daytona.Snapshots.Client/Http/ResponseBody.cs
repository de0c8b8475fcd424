using System.Buffers;
using System.Text;
using System.Text.Json;
using Daytona.Snapshots.Client.Json;

namespace Daytona.Snapshots.Client.Http;

/// <summary>
/// Reads the bodies of responses into memory that is used again. RestSharp itself keeps each body as bytes and as text: of pages of
/// two hundred snapshots that is more than everything they hold, and all of it large objects.
/// </summary>
internal static class ResponseBody
{
    /// <summary>
    /// The maximum length of a body in bytes. A page of snapshots with the largest Dockerfiles needs a tenth of it.
    /// </summary>
    public const int MaxLength = 256 * 1024 * 1024;

    // A replacement character in a name or an ID would make it another one.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const int FirstBuffer = 64 * 1024;

    // The maximum length of an error's body, which is more than a message needs.
    private const int MaxErrorLength = 64 * 1024;

    public static Task<bool> IgnoreAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ReadAsync(response, static _ => true, cancellationToken);

    public static Task<byte[]> ReadBytesAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ReadAsync(response, static body => body.ToArray(), cancellationToken);

    /// <exception cref="DaytonaConnectionException">The response is not JSON, or ends too early.</exception>
    /// <exception cref="UnexpectedResponseException">The JSON violates the contract.</exception>
    public static Task<T> ReadJsonAsync<T>(
        HttpResponseMessage response, ResponseWarnings warnings, CancellationToken cancellationToken, JsonTextLimit? limit = null) =>
        ReadAsync(response, body => ReadJson<T>(body, response.Content.Headers.ContentType?.MediaType, warnings), cancellationToken, limit);

    /// <summary>Reads the available part of an error's body. If the body is cut short, the status is sufficient.</summary>
    public static async Task<string> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[MaxErrorLength];
        try
        {
            using Stream body = await response.Content.OpenAsync(cancellationToken).ConfigureAwait(false);
            await body.FillAsync(bytes, bytes.Length, cancellationToken).ConfigureAwait(false);
        }
        // The exception of a broken body depends on its encoding and on the framework.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
        }

        return Encoding.UTF8.GetString(bytes).TrimEnd('\0');
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, Func<ArraySegment<byte>, T> read, CancellationToken cancellationToken, JsonTextLimit? limit = null)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            int length = 0;
            try
            {
                using Stream body = await response.Content.OpenAsync(cancellationToken).ConfigureAwait(false);
                while (length < MaxLength
                    && await body.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false) is var count and > 0)
                {
                    length = limit?.Append(buffer, length, count) ?? length + count;
                    if (length == buffer.Length) buffer = Grow(buffer);
                }
            }
            // The exception of a broken body depends on its encoding and on the framework.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException(exception.Message, exception);
            }

            return length < MaxLength
                ? read(new ArraySegment<byte>(buffer, 0, length))
                : throw new UnexpectedResponseException("", $"is larger than {MaxLength:N0} bytes");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static T ReadJson<T>(ArraySegment<byte> body, string? contentType, ResponseWarnings warnings)
    {
        try
        {
            return ServiceJson.Read<T>(
                new StreamReader(new MemoryStream(body.Array!, body.Offset, body.Count), StrictUtf8), warnings);
        }
        catch (UnexpectedResponseException exception) when (IsIncomplete(body, contentType))
        {
            throw new DaytonaConnectionException(ConnectionFailure.Broken, "The service's response was cut short.", exception);
        }
        catch (UnexpectedResponseException exception) when (!IsJson(contentType))
        {
            throw NotDaytona(body.Count == 0 ? "an empty response" : contentType ?? "a response without a content type", exception);
        }
    }

    /// <summary>The failure of a change that was reported as successful and has no effect.</summary>
    /// <param name="change">The change, such as <c>The removal of 'a'</c>.</param>
    public static DaytonaConnectionException NotApplied(string change) =>
        new(
            ConnectionFailure.NotDaytona,
            $"{change} was reported as successful, but it still exists. Something between this machine and the service may respond in its place.");

    /// <summary>The failure of a response that no Daytona API gives.</summary>
    /// <param name="received">The received content, such as "an HTML page".</param>
    /// <param name="cause">The exception that showed it, or null if there is none.</param>
    public static DaytonaConnectionException NotDaytona(string received, Exception? cause = null) =>
        new(ConnectionFailure.NotDaytona, $"Expected JSON but received {received}. The URL does not point to a Daytona API.", cause);

    private static bool IsJson(string? contentType) =>
        contentType?.IndexOf("json", StringComparison.OrdinalIgnoreCase) >= 0;

    // System.Text.Json distinguishes what is missing from what is wrong; Newtonsoft.Json does not.
    private static bool IsIncomplete(ArraySegment<byte> body, string? contentType)
    {
        if (!IsJson(contentType)) return false;
        try
        {
            var reader = new Utf8JsonReader(body, isFinalBlock: false, state: default);
            while (reader.Read())
            {
            }

            // A number at the end may go on, as far as the reader knows.
            bool isNumber = reader.CurrentDepth == 0 && body.Count > 0 && body.Array![body.Offset + body.Count - 1] is >= (byte)'0' and <= (byte)'9';
            return reader.CurrentDepth > 0 || (reader.TokenType == JsonTokenType.None && !isNumber);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        Buffer.BlockCopy(buffer, 0, larger, 0, buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
