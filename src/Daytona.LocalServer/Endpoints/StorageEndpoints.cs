using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Daytona.Local.Endpoints;

/// <summary>The object storage on its own port, and the path that gives access to it.</summary>
internal sealed class StorageEndpoints(
    LocalServerOptions options, ObjectStore store, ServerAddresses addresses, TimeProvider time)
{
    /// <summary>The bucket of the build contexts.</summary>
    public const string Bucket = "daytona";

    private static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly ConcurrentDictionary<string, StorageCredentials> _credentials = new();

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "object-storage/push-access", Access.Organization, Permissions.ToPush, PushAccess),
    ];

    /// <summary>Responds to a request on the storage's port.</summary>
    public async ValueTask<ApiResponse> HandleAsync(ApiCall call)
    {
        try
        {
            AwsSignature signature = AwsSignature.Verify(
                call.Context.Request, call.Target, _credentials.GetValueOrDefault, time.GetUtcNow());
            string path = Uri.UnescapeDataString(call.Path).TrimStart('/');
            if (path != Bucket && !path.StartsWith(Bucket + "/", StringComparison.Ordinal))
                throw new StorageException(404, "NoSuchBucket", "The specified bucket does not exist");

            string key = path.Length > Bucket.Length ? path[(Bucket.Length + 1)..] : "";
            if (key.Length == 0) return List(call, signature.Credentials);
            if (!signature.Credentials.MayUse(key)) throw StorageException.AccessDenied();
            return (call.Method, call.Query.Has("uploadId"), call.Query.Has("uploads")) switch
            {
                ("PUT", _, _) when call.Context.Request.Headers.ContainsKey("x-amz-copy-source") =>
                    throw new StorageException(501, "NotImplemented", "This storage does not support copying."),
                ("PUT", true, _) => await PutPartAsync(call, signature, key).ConfigureAwait(false),
                ("PUT", false, _) => await PutAsync(call, signature, key).ConfigureAwait(false),
                ("POST", _, true) => Begin(key),
                ("POST", true, _) => await CompleteAsync(call, signature, key).ConfigureAwait(false),
                ("GET" or "HEAD", false, false) => Get(call, key),
                // The policy of the credentials allows only put and get.
                _ => throw StorageException.AccessDenied(),
            };
        }
        catch (StorageException refusal)
        {
            return Refuse(call, refusal);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or IndexOutOfRangeException)
        {
            return Refuse(call, StorageException.Invalid("The framing of the body is not valid."));
        }
    }

    private static ApiResponse Refuse(ApiCall call, StorageException refusal) => Xml(refusal.Status, new XElement(
        "Error",
        new XElement("Code", refusal.Code),
        new XElement("Message", refusal.Message),
        new XElement("Resource", call.Path),
        new XElement("RequestId", call.Context.TraceIdentifier)));

    private ValueTask<ApiResponse> PushAccess(ApiCall call)
    {
        if (!options.HasStorage) throw new ServiceException(503, "Object storage is not configured");

        StorageCredentials credentials = StorageCredentials.Create(call.Organization.Id, time.GetUtcNow());
        _credentials[credentials.AccessKey] = credentials;
        return new(ApiResponse.Of(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("accessKey"u8, credentials.AccessKey);
            json.WriteString("secret"u8, credentials.Secret);
            json.WriteString("sessionToken"u8, credentials.SessionToken);
            json.WriteString("storageUrl"u8, options.StorageAddress ?? addresses.Storage.ToString().TrimEnd('/'));
            json.WriteString("organizationId"u8, credentials.OrganizationId);
            json.WriteString("bucket"u8, Bucket);
            if (options.Newer) json.WriteString("region"u8, "us-east-1"u8);
            json.WriteEndObject();
        }));
    }

    private async Task<ApiResponse> PutAsync(ApiCall call, AwsSignature signature, string key)
    {
        Payload payload = await ReadAsync(call, signature).ConfigureAwait(false);
        store.Put(key, payload.Content, payload.Length, payload.Md5);
        return Tagged(payload.Md5);
    }

    private async Task<ApiResponse> PutPartAsync(ApiCall call, AwsSignature signature, string key)
    {
        MultipartUpload upload = FindUpload(call, key);
        if (!int.TryParse(call.Query["partNumber"], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || number is < 1 or > 10_000)
            throw new StorageException(
                400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        Payload payload = await ReadAsync(call, signature).ConfigureAwait(false);
        upload.Add(number, payload);
        return Tagged(payload.Md5);
    }

    private ApiResponse Begin(string key) => Xml(200, new XElement(
        S3 + "InitiateMultipartUploadResult",
        new XElement(S3 + "Bucket", Bucket),
        new XElement(S3 + "Key", key),
        new XElement(S3 + "UploadId", store.Begin(key, options.MaxStoredBytes).Id)));

    private async Task<ApiResponse> CompleteAsync(ApiCall call, AwsSignature signature, string key)
    {
        MultipartUpload upload = FindUpload(call, key);
        Payload body = await ReadAsync(call, signature).ConfigureAwait(false);
        List<(int Number, string Tag)> named = ReadParts(body.Content);
        if (named.Zip(named.Skip(1)).Any(static pair => pair.First.Number >= pair.Second.Number))
            throw new StorageException(
                400, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.");
        (byte[] content, long length, string tag) = upload.Complete(named)
            ?? throw new StorageException(400, "InvalidPart", "One or more of the specified parts could not be found.");
        store.Put(key, content, length, tag);
        store.End(upload);
        return Xml(200, new XElement(
            S3 + "CompleteMultipartUploadResult",
            new XElement(S3 + "Location", call.Path),
            new XElement(S3 + "Bucket", Bucket),
            new XElement(S3 + "Key", key),
            new XElement(S3 + "ETag", $"\"{tag}\"")));
    }

    private static List<(int Number, string Tag)> ReadParts(byte[] body)
    {
        try
        {
            List<(int Number, string Tag)> parts = [.. XDocument.Parse(Encoding.UTF8.GetString(body)).Descendants()
                .Where(static element => element.Name.LocalName == "Part")
                .Select(static part => (
                    int.Parse(Child(part, "PartNumber"), CultureInfo.InvariantCulture),
                    Child(part, "ETag")))];
            if (parts.Count > 0) return parts;
        }
        catch (Exception exception) when (exception is XmlException or FormatException or OverflowException)
        {
            // Named below, as a list without parts is.
        }

        throw new StorageException(
            400,
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published schema");

        static string Child(XElement part, string name) =>
            part.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value
                ?? throw new FormatException($"A part has no {name}.");
    }

    private ApiResponse Get(ApiCall call, string key)
    {
        StoredObject stored = store.Find(key)
            ?? throw new StorageException(404, "NoSuchKey", "The specified key does not exist.");
        bool isKept = stored.Content.Length == stored.Length;
        if (!isKept && call.Method == "GET")
            throw new StorageException(500, "InternalError", "The object is larger than what this server keeps.");

        ByteRange? range = isKept ? ByteRange.Find(call.Context.Request.Headers.Range.ToString(), stored.Length) : null;
        var response = new ApiResponse(
            range is null ? 200 : 206,
            range is { } part ? stored.Content.Slice((int)part.First, (int)part.Length) : stored.Content,
            "application/octet-stream")
        {
            HasVersion = false,
            HasTag = false,
            Length = range?.Length ?? stored.Length,
        };
        if (range is { } sent) response.Add("Content-Range", $"bytes {sent.First}-{sent.Last}/{stored.Length}");
        response.Add("ETag", $"\"{stored.ETag}\"");
        response.Add("Accept-Ranges", "bytes");
        response.Add("Last-Modified", stored.ModifiedAt.ToString("R", CultureInfo.InvariantCulture));
        return response;
    }

    private ApiResponse List(ApiCall call, StorageCredentials credentials)
    {
        string prefix = call.Query["prefix"] ?? "";
        if (call.Method != "GET" || !credentials.MayList(prefix)) throw StorageException.AccessDenied();

        int max = 1000;
        if (call.Query.Has("max-keys"))
        {
            if (!int.TryParse(call.Query["max-keys"], NumberStyles.None, CultureInfo.InvariantCulture, out int given))
                throw new StorageException(
                    400, "InvalidArgument", "Argument max-keys must be an integer between 0 and 2147483647");
            max = Math.Min(given, max);
        }

        string delimiter = call.Query["delimiter"] ?? "";
        string after = call.Query["continuation-token"] ?? call.Query["start-after"] ?? call.Query["marker"] ?? "";
        // Keys with the delimiter after the prefix count as one, under their common name up to the delimiter.
        List<IGrouping<string, StoredObject>> found = [.. store.ToList()
            .Where(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal))
            .GroupBy(stored => NameIn(stored.Key))
            .Where(shared => string.CompareOrdinal(shared.Key, after) > 0)];
        bool isTruncated = max > 0 && found.Count > max;
        List<IGrouping<string, StoredObject>> page = [.. found.Take(max)];
        var result = new XElement(
            S3 + "ListBucketResult",
            new XElement(S3 + "Name", Bucket),
            new XElement(S3 + "Prefix", prefix),
            new XElement(S3 + "KeyCount", page.Count),
            new XElement(S3 + "MaxKeys", max),
            new XElement(S3 + "IsTruncated", isTruncated));
        if (isTruncated) result.Add(new XElement(S3 + "NextContinuationToken", page[^1].Key));
        if (delimiter.Length > 0) result.Add(new XElement(S3 + "Delimiter", delimiter));
        foreach (IGrouping<string, StoredObject> shared in page)
        {
            StoredObject stored = shared.First();
            if (stored.Key != shared.Key)
            {
                result.Add(new XElement(S3 + "CommonPrefixes", new XElement(S3 + "Prefix", shared.Key)));
                continue;
            }

            result.Add(new XElement(
                S3 + "Contents",
                new XElement(S3 + "Key", stored.Key),
                new XElement(S3 + "LastModified", JsonWriting.ToText(stored.ModifiedAt)),
                new XElement(S3 + "ETag", $"\"{stored.ETag}\""),
                new XElement(S3 + "Size", stored.Length),
                new XElement(S3 + "StorageClass", "STANDARD")));
        }

        return Xml(200, result);

        string NameIn(string key)
        {
            int end = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            return end < 0 ? key : key[..(end + delimiter.Length)];
        }
    }

    private Task<Payload> ReadAsync(ApiCall call, AwsSignature signature) =>
        PayloadReader.ReadAsync(call.Context.Request, signature, options.MaxStoredBytes, call.Aborted);

    private MultipartUpload FindUpload(ApiCall call, string key) =>
        store.FindUpload(call.Query["uploadId"] ?? "", key)
            ?? throw new StorageException(404, "NoSuchUpload", "The specified multipart upload does not exist.");

    private static ApiResponse Tagged(string tag)
    {
        var response = new ApiResponse(200) { HasVersion = false, HasTag = false };
        response.Add("ETag", $"\"{tag}\"");
        return response;
    }

    private static ApiResponse Xml(int status, XElement element) =>
        new(
            status,
            Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{element}"),
            "application/xml") { HasVersion = false, HasTag = false };
}
