using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Daytona.Local.Tests;

/// <summary>
/// Signs a request for the storage by hand, for the forms that Amazon's .NET client does not send over plain HTTP.
/// </summary>
internal static class HandSigned
{
    public static HttpRequestMessage Put(JsonElement access, string key, string payload, string body) =>
        Sign(access, HttpMethod.Put, key, "", payload, body);

    public static HttpRequestMessage Get(JsonElement access, string key, string query = "") =>
        Sign(access, HttpMethod.Get, key, query, "UNSIGNED-PAYLOAD", null);

    public static HttpRequestMessage Post(JsonElement access, string key, string query, string body) =>
        Sign(access, HttpMethod.Post, key, query, "UNSIGNED-PAYLOAD", body);

    private static HttpRequestMessage Sign(
        JsonElement access, HttpMethod method, string key, string query, string payload, string? body)
    {
        var storage = new Uri(access.GetProperty("storageUrl").GetString()!);
        string path = $"/daytona/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";
        string time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string token = access.GetProperty("sessionToken").GetString()!;
        const string Signed = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token";
        string headers =
            $"host:{storage.Authority}\nx-amz-content-sha256:{payload}\nx-amz-date:{time}\nx-amz-security-token:{token}\n";
        string canonical = $"{method}\n{path}\n{query}\n{headers}\n{Signed}\n{payload}";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        string scope = $"{time[..8]}/us-east-1/s3/aws4_request";
        byte[] signingKey = scope.Split('/').Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + access.GetProperty("secret").GetString()),
            static (sum, part) => HMACSHA256.HashData(sum, Encoding.UTF8.GetBytes(part)));
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(
            signingKey, Encoding.UTF8.GetBytes(
                $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}")));

        var request = new HttpRequestMessage(method, new Uri(storage, query.Length > 0 ? $"{path}?{query}" : path));
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={access.GetProperty("accessKey").GetString()}/{scope}, SignedHeaders={Signed}, Signature={signature}");
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", payload);
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        request.Headers.TryAddWithoutValidation("x-amz-security-token", token);
        if (payload.StartsWith("STREAMING", StringComparison.Ordinal))
        {
            request.Headers.TryAddWithoutValidation("x-amz-trailer", "x-amz-checksum-crc32");
            request.Headers.TryAddWithoutValidation("x-amz-decoded-content-length", "5");
        }

        return request;
    }
}
