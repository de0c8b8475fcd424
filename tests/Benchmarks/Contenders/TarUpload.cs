using System.Diagnostics;
using Daytona.Benchmarks.Server;

namespace Daytona.Benchmarks.Contenders;

/// <summary>Hashes a folder's tar and uploads it with command-line programs.</summary>
internal static class TarUpload
{
    private const string Script = """
        set -e
        tar -cf - . | openssl dgst -sha256
        tar -cf - . | curl --silent --show-error --fail --upload-file - --aws-sigv4 aws:amz:us-east-1:s3 \
            --user "$ACCESS_KEY:$SECRET" --header "x-amz-security-token: $SESSION_TOKEN" \
            --header 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$TARGET"
        """;

    /// <summary>Runs both, one after the other, because the hash names the upload.</summary>
    /// <returns>The milliseconds from the first start to the last end.</returns>
    public static async Task<double> RunAsync(string folder, StorageAccess access, string key)
    {
        var start = new ProcessStartInfo("sh", ["-c", Script]) { WorkingDirectory = folder };
        start.Environment["ACCESS_KEY"] = access.AccessKey;
        start.Environment["SECRET"] = access.Secret;
        start.Environment["SESSION_TOKEN"] = access.SessionToken;
        start.Environment["TARGET"] = new Uri(access.StorageUrl, $"{access.Bucket}/{key}").ToString();
        return (await Command.RunAsync(start)).Milliseconds;
    }
}
