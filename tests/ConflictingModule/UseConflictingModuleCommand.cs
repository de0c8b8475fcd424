using System.Management.Automation;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Daytona.ConflictingModule;

/// <summary>Uses each of the packages, and returns the loaded versions.</summary>
[Cmdlet(VerbsOther.Use, "ConflictingModule")]
[OutputType(typeof(string))]
public sealed class UseConflictingModuleCommand : PSCmdlet
{
    /// <summary>A URL that returns a JSON object.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Url { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using var client = new RestClient();
        RestResponse response = client.Execute(new RestRequest(Url));
        int properties = JObject.Parse(response.Content!).Count;
        using var storage = new AmazonS3Client(
            new BasicAWSCredentials("key", "secret"), new AmazonS3Config { ServiceURL = Url, UseHttp = true });
        string signed = storage.GetPreSignedURL(
            new GetPreSignedUrlRequest { BucketName = "bucket", Key = "key", Expires = DateTime.UtcNow.AddHours(1) });

        if (properties == 0 || !signed.Contains("bucket")) throw new InvalidOperationException("The module does not work.");
        foreach (Type type in new[] { typeof(RestClient), typeof(JObject), typeof(AmazonS3Client), typeof(AWSCredentials) })
        {
            WriteObject($"{type.Assembly.GetName().Name} {type.Assembly.GetName().Version}");
        }
    }
}
