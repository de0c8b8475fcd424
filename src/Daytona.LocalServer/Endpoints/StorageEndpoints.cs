using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Daytona.Local.Endpoints;

/// <summary>The object storage on its own port, and the path that gives access to it. Signatures are not checked.</summary>
internal sealed partial class StorageEndpoints(LocalServer server, ObjectStore store) : ServiceProgram
{
    private const string Bucket = "daytona";

    private static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "object-storage/push-access", Access.Organization, Permissions.ToPush, PushAccess),
    ];

    protected override async ValueTask<LocalResponse> HandleAsync(ApiCall call)
    {
        StorageCredentials credentials = Authenticate(call);
        string path = Uri.UnescapeDataString(call.Path).Trim('/');
        if (path != Bucket && !path.StartsWith(Bucket + "/", StringComparison.Ordinal))
            throw new ServiceException(404, "The specified bucket does not exist", "NoSuchBucket");

        string key = path == Bucket ? "" : path[(Bucket.Length + 1)..];
        string allowed = key.Length > 0 ? key : call.Query["prefix"] ?? "";
        if (!credentials.MayUse(allowed) && !(key.Length == 0 && allowed == credentials.OrganizationId))
            throw AccessDenied();
        return (call.Method, key.Length > 0, call.Query.Has("uploadId"), call.Query.Has("uploads")) switch
        {
            ("GET", false, _, _) => List(allowed),
            ("PUT", true, _, _) when call.Context.Request.Headers.ContainsKey("x-amz-copy-source") =>
                throw new ServiceException(501, "This storage does not support copying.", "NotImplemented"),
            ("PUT", true, true, _) => await PutPartAsync(call, key).ConfigureAwait(false),
            ("PUT", true, false, _) => await PutAsync(call, key).ConfigureAwait(false),
            ("POST", true, _, true) => Begin(key),
            ("POST", true, true, _) => await CompleteAsync(call, key).ConfigureAwait(false),
            ("GET" or "HEAD", true, false, false) => Get(call, key),
            // The policy of the credentials allows only put and get.
            _ => throw AccessDenied(),
        };
    }

    private StorageCredentials Authenticate(ApiCall call)
    {
        Match credential = Credential().Match(call.Context.Request.Headers.Authorization.ToString());
        if (!credential.Success) throw AccessDenied();
        StorageCredentials found = store.FindCredentials(credential.Groups[1].Value) ?? throw new ServiceException(
            403, "The Access Key Id you provided does not exist in our records.", "InvalidAccessKeyId");
        if (call.Context.Request.Headers["x-amz-security-token"] != found.SessionToken)
            throw new ServiceException(400, "The provided token is malformed or otherwise invalid.", "InvalidToken");
        return found.ExpiresAt > server.Options.TimeProvider.GetUtcNow()
            ? found
            : throw new ServiceException(400, "The provided token has expired.", "ExpiredToken");
    }

    protected override LocalResponse Refuse(ApiCall call, ServiceException refusal) => Xml(refusal.Status, new XElement(
        "Error",
        new XElement("Code", refusal.Code),
        new XElement("Message", refusal.Message),
        new XElement("Resource", call.Path),
        new XElement("RequestId", call.Context.TraceIdentifier)));

    private LocalResponse PushAccess(ApiCall call)
    {
        if (!server.Options.HasStorage) throw new ServiceException(503, "Object storage is not configured");
        StorageCredentials created = store.AddCredentials(call.Organization.Id);
        (string accessKey, string secret, string sessionToken, string organizationId, _) = created;
        string storageUrl = server.Options.StorageAddress ?? server.StorageUrl.ToString().TrimEnd('/');
        return server.Options.Newer
            ? LocalResponse.Json(
                new { accessKey, secret, sessionToken, storageUrl, organizationId, bucket = Bucket, region = "us-east-1" })
            : LocalResponse.Json(new { accessKey, secret, sessionToken, storageUrl, organizationId, bucket = Bucket });
    }

    private async Task<LocalResponse> PutAsync(ApiCall call, string key)
    {
        Payload payload = await ReadAsync(call).ConfigureAwait(false);
        store.Put(key, payload.Content, payload.Length, payload.Md5);
        return Tagged(payload.Md5);
    }

    private async Task<LocalResponse> PutPartAsync(ApiCall call, string key)
    {
        MultipartUpload upload = FindUpload(call, key);
        if (call.Query.Number("partNumber") is not (>= 1 and <= 10_000 and double number))
            throw new ServiceException(400, "Part number must be an integer between 1 and 10000, inclusive", "InvalidArgument");
        Payload payload = await ReadAsync(call).ConfigureAwait(false);
        upload.Add((int)number, payload);
        return Tagged(payload.Md5);
    }

    private LocalResponse Begin(string key)
    {
        string id = Guid.NewGuid().ToString("N");
        store.Uploads[id] = new MultipartUpload(key, server.Options.MaxStoredBytes);
        return Xml(200, Element("InitiateMultipartUploadResult", ("Bucket", Bucket), ("Key", key), ("UploadId", id)));
    }

    private async Task<LocalResponse> CompleteAsync(ApiCall call, string key)
    {
        MultipartUpload upload = FindUpload(call, key);
        Payload body = await ReadAsync(call).ConfigureAwait(false);
        List<(int Number, string Tag)> named = ReadParts(body.Content);
        if (named.Zip(named.Skip(1)).Any(static pair => pair.First.Number >= pair.Second.Number))
            throw new ServiceException(
                400, "The list of parts was not in ascending order. Parts must be ordered by part number.", "InvalidPartOrder");
        Payload whole = upload.Complete(named)
            ?? throw new ServiceException(400, "One or more of the specified parts could not be found.", "InvalidPart");
        store.Put(key, whole.Content, whole.Length, whole.Md5);
        store.Uploads.TryRemove(call.Query["uploadId"]!, out _);
        return Xml(200, Element(
            "CompleteMultipartUploadResult",
            ("Location", call.Path), ("Bucket", Bucket), ("Key", key), ("ETag", $"\"{whole.Md5}\"")));
    }

    private static List<(int Number, string Tag)> ReadParts(byte[] body)
    {
        try
        {
            List<(int Number, string Tag)> parts =
            [
                .. XDocument.Parse(Encoding.UTF8.GetString(body)).Descendants()
                    .Where(static element => element.Name.LocalName == "Part")
                    .Select(static part => part.Elements().ToDictionary(static it => it.Name.LocalName, static it => it.Value))
                    .Select(static part => (int.Parse(part["PartNumber"], CultureInfo.InvariantCulture), part["ETag"])),
            ];
            if (parts.Count > 0) return parts;
        }
        catch (Exception exception) when (
            exception is XmlException or FormatException or OverflowException or ArgumentException or KeyNotFoundException)
        {
            // Named below, as a list without parts is.
        }

        throw new ServiceException(
            400, "The XML you provided was not well-formed or did not validate against our published schema", "MalformedXML");
    }

    private LocalResponse Get(ApiCall call, string key)
    {
        StoredObject stored = store.Find(key) ?? throw new ServiceException(404, "The specified key does not exist.", "NoSuchKey");
        if (stored.Content.Length < stored.Length && call.Method == "GET")
            throw new ServiceException(500, "The object is larger than what this server keeps.", "InternalError");
        return new LocalResponse(200, stored.Content, "application/octet-stream")
        {
            Length = stored.Length,
            Headers =
            {
                ["ETag"] = $"\"{stored.ETag}\"",
                ["Last-Modified"] = stored.ModifiedAt.ToString("R", CultureInfo.InvariantCulture),
            },
        };
    }

    private LocalResponse List(string prefix)
    {
        StoredObject[] found = [.. store.ToList().Where(it => it.Key.StartsWith(prefix, StringComparison.Ordinal)).Take(1000)];
        XElement result = Element(
            "ListBucketResult",
            ("Name", Bucket), ("Prefix", prefix), ("KeyCount", found.Length), ("MaxKeys", 1000), ("IsTruncated", false));
        result.Add(found.Select(static stored => Element(
            "Contents",
            ("Key", stored.Key),
            ("LastModified", LocalJson.ToText(stored.ModifiedAt)),
            ("ETag", $"\"{stored.ETag}\""),
            ("Size", stored.Length),
            ("StorageClass", "STANDARD"))));
        return Xml(200, result);
    }

    private Task<Payload> ReadAsync(ApiCall call) =>
        PayloadReader.ReadAsync(call.Context.Request, server.Options.MaxStoredBytes, call.Aborted);

    private MultipartUpload FindUpload(ApiCall call, string key) =>
        store.Uploads.TryGetValue(call.Query["uploadId"] ?? "", out MultipartUpload? upload) && upload.Key == key
            ? upload
            : throw new ServiceException(404, "The specified multipart upload does not exist.", "NoSuchUpload");

    private static ServiceException AccessDenied() => new(403, "Access Denied.", "AccessDenied");

    private static LocalResponse Tagged(string tag) => new(200) { Headers = { ["ETag"] = $"\"{tag}\"" } };

    private static XElement Element(string name, params ReadOnlySpan<(string Name, object Value)> children)
    {
        var element = new XElement(S3 + name);
        foreach ((string child, object value) in children) element.Add(new XElement(S3 + child, value));
        return element;
    }

    private static LocalResponse Xml(int status, XElement element) =>
        LocalResponse.Text(status, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{element}", "application/xml");

    [GeneratedRegex(@"^AWS4-HMAC-SHA256 .*?\bCredential=([^/,\s]+)/")]
    private static partial Regex Credential();
}
