using RestSharp;

namespace Daytona.Snapshots.Client.Http;

/// <summary>A request to the service.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Resource">
/// The encoded path below the API's URL with its query; or the absolute URL of another host that the API has returned.
/// </param>
/// <param name="Json">The body, or null for none.</param>
internal sealed record ApiRequest(Method Method, string Resource, string? Json = null)
{
    /// <summary>Whether the request may be sent again if its outcome is unknown.</summary>
    /// <value>By default, whether it reads or deletes; a second creation could be a second snapshot.</value>
    public bool IsRepeatable { get; init; } = Method is Method.Get or Method.Delete;

    /// <summary>Whether the request goes to the API itself, and not to another host.</summary>
    public bool IsToApi { get; init; } = true;

    /// <summary>The method's name, such as <c>POST</c>.</summary>
    public string Verb => Method.ToString().ToUpperInvariant();

    public RestRequest ToRestRequest()
    {
        var request = new RestRequest(Resource, Method) { CompletionOption = HttpCompletionOption.ResponseHeadersRead };
        if (Json is not null) request.AddStringBody(Json, ContentType.Json);
        return request;
    }
}
