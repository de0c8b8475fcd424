using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Storage;

/// <summary>A version 4 signature of a request, verified with the secret it refers to.</summary>
internal sealed class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private readonly byte[] _key;
    private readonly string _time;
    private readonly string _scope;
    private string _previous;

    private AwsSignature(
        StorageCredentials credentials, string time, string scope, string payloadHash, byte[] key, string signature)
    {
        Credentials = credentials;
        PayloadHash = payloadHash;
        _time = time;
        _scope = scope;
        _key = key;
        _previous = signature;
    }

    public StorageCredentials Credentials { get; }

    /// <summary>The declared hash or framing of the body.</summary>
    public string PayloadHash { get; }

    /// <summary>Checks a request.</summary>
    /// <exception cref="StorageException">The signature is missing, of unknown credentials, or wrong.</exception>
    public static AwsSignature Verify(
        HttpRequest request, string target, Func<string, StorageCredentials?> find, DateTimeOffset now)
    {
        Dictionary<string, string> fields = ParseAuthorization(request.Headers.Authorization.ToString());
        string[] scope = fields["Credential"].Split('/');
        if (scope.Length != 5 || scope[3] != "s3" || scope[4] != "aws4_request")
            throw new StorageException(
                400,
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the credential's scope is not s3/aws4_request.");

        StorageCredentials credentials = find(scope[0]) ?? throw new StorageException(
            403, "InvalidAccessKeyId", "The Access Key Id you provided does not exist in our records.");
        if (request.Headers["x-amz-security-token"] != credentials.SessionToken)
            throw new StorageException(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
        if (credentials.ExpiresAt <= now)
            throw new StorageException(400, "ExpiredToken", "The provided token has expired.");

        string time = request.Headers["x-amz-date"].ToString();
        // The time difference is not checked: the server's clock may be that of a test, unlike the client's.
        if (!IsTime(time))
            throw new StorageException(
                403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
        if (!time.StartsWith(scope[1] + "T", StringComparison.Ordinal))
            throw new StorageException(
                400,
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the credential's date is not that of the request.");

        string payloadHash = request.Headers["x-amz-content-sha256"].ToString();
        if (payloadHash.Length == 0)
            throw StorageException.Invalid("Missing required header for this request: x-amz-content-sha256");

        string signed = fields["SignedHeaders"];
        foreach (string required in (string[])["host", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"])
        {
            if (!signed.Split(';').Contains(required))
                throw new StorageException(
                    403,
                    "AccessDenied",
                    $"There were headers present in the request which were not signed: {required}");
        }

        string scopeText = string.Join('/', scope.Skip(1));
        string canonical = Canonicalize(request, target, signed, payloadHash);
        byte[] key = DeriveKey(credentials.Secret, scope);
        string expected = Sign(key, $"{Algorithm}\n{time}\n{scopeText}\n{HashOf(Encoding.UTF8.GetBytes(canonical))}");
        if (expected != fields["Signature"])
        {
            throw new StorageException(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.");
        }

        return new AwsSignature(credentials, time, scopeText, payloadHash, key, expected);
    }

    /// <summary>Checks the signature of the next chunk, which continues that of the one before.</summary>
    public void VerifyChunk(ReadOnlySpan<byte> chunk, string signature) =>
        VerifyNext($"{Algorithm}-PAYLOAD\n{_time}\n{_scope}\n{_previous}\n{HashOf([])}\n{HashOf(chunk)}", signature);

    /// <summary>Checks the signature of the trailing headers.</summary>
    public void VerifyTrailer(string trailer, string signature) =>
        VerifyNext(
            $"{Algorithm}-TRAILER\n{_time}\n{_scope}\n{_previous}\n{HashOf(Encoding.UTF8.GetBytes(trailer))}",
            signature);

    private void VerifyNext(string text, string signature)
    {
        _previous = Sign(_key, text);
        if (_previous != signature)
            throw new StorageException(403, "SignatureDoesNotMatch", "The signature of a chunk does not match.");
    }

    private static bool IsTime(string text) => DateTime.TryParseExact(
        text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static Dictionary<string, string> ParseAuthorization(string header)
    {
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal)) throw StorageException.AccessDenied();
        var fields = new Dictionary<string, string>();
        foreach (string part in header[Algorithm.Length..].Split(','))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) fields[part[..equals].Trim()] = part[(equals + 1)..].Trim();
        }

        return ((string[])["Credential", "SignedHeaders", "Signature"]).All(fields.ContainsKey)
            ? fields
            : throw new StorageException(
                400, "AuthorizationHeaderMalformed", "The authorization header that you provided is not valid.");
    }

    private static string Canonicalize(HttpRequest request, string target, string signed, string payloadHash)
    {
        int question = target.IndexOf('?', StringComparison.Ordinal);
        string path = question < 0 ? target : target[..question];
        string query = question < 0 ? "" : target[(question + 1)..];

        IEnumerable<string> pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2))
            .Select(static pair => $"{Encode(pair[0])}={(pair.Length > 1 ? Encode(pair[1]) : "")}")
            .Order(StringComparer.Ordinal);
        var headers = new StringBuilder();
        foreach (string name in signed.Split(';'))
        {
            IEnumerable<string> values = request.Headers[name].Select(
                static value => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            headers.Append(name).Append(':').AppendJoin(',', values).Append('\n');
        }

        string canonicalPath = string.Join('/', path.Split('/').Select(Encode));
        return $"{request.Method}\n{canonicalPath}\n{string.Join('&', pairs)}\n{headers}\n{signed}\n{payloadHash}";
    }

    // Clients differ in what they leave bare in a URL; what is signed is always encoded to the last character.
    private static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    private static byte[] DeriveKey(string secret, string[] scope)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string part in scope.Skip(1)) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }

    private static string Sign(byte[] key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
