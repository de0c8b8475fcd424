using Daytona.Snapshots.Client.Json;
using RestSharp;
using RestSharp.Interceptors;

namespace Daytona.Snapshots.Client.Http;

/// <summary>A request to the service.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Resource">
/// The encoded path below the API's URL with its query; or the absolute URL of another host that the API has returned.
/// </param>
/// <param name="Body">The body: JSON that is serialized already, an object, or null for none.</param>
internal sealed record ApiRequest(Method Method, string Resource, object? Body = null)
{
    /// <summary>Whether the request may be sent again if its outcome is unknown.</summary>
    /// <value>By default, whether it reads. After a change, its state is read first, see <see cref="UnconfirmedChange"/>.</value>
    public bool IsRepeatable { get; init; } = Method is Method.Get;

    /// <summary>Whether the request goes to the API itself, and not to another host.</summary>
    public bool IsToApi { get; init; } = true;

    /// <summary>Whether the response says something about the credential.</summary>
    /// <value>True by default. Of another host's response, it is ignored.</value>
    public bool ProvesCredential { get; init; } = true;

    /// <summary>A secret in the body, which must not appear in an error if a server repeats it; null for none.</summary>
    public Secret? Secret { get; init; }

    /// <summary>The time limit for the request, for all attempts together; null for the limits of the client.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Whether a late response is nothing to warn of: the service may look half a minute for the builder of a log, and the reader
    /// of a log reports silence itself.
    /// </summary>
    public bool MayTakeLong => !IsToApi || Timeout is not null || Resource.EndsWith("/build-logs-url", StringComparison.Ordinal);

    /// <summary>The JSON of the body, or null for none.</summary>
    public string? Json => Body is null ? null : Body as string ?? ServiceJson.Write(Body);

    /// <summary>The method's name, such as <c>POST</c>.</summary>
    public string Verb => Method.ToString().ToUpperInvariant();

    /// <summary>The method and the resource, without the body, which may hold a secret.</summary>
    public override string ToString() => $"{Verb} {Resource}";

    /// <summary>The request for RestSharp, whose response is received by an interceptor and not by RestSharp.</summary>
    public RestRequest ToRestRequest(Interceptor reception)
    {
        var request = new RestRequest(Resource, Method)
        {
            CompletionOption = HttpCompletionOption.ResponseHeadersRead,
            Interceptors = [reception],
            AdvancedResponseWriter = static (message, sent) =>
                new RestResponse(sent) { StatusCode = message.StatusCode, ResponseStatus = ResponseStatus.Completed },
        };
        if (Json is { } json) request.AddStringBody(json, ContentType.Json);
        return request;
    }
}
