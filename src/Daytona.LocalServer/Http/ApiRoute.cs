using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Daytona.Local.Http;

/// <summary>A path of the API and its handler.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The path below <c>/api</c>; <c>{id}</c> stands for one encoded segment.</param>
/// <param name="Access">The callers it is for.</param>
/// <param name="Permissions">One of these is required; empty for all callers.</param>
/// <param name="Handler">The handler.</param>
internal sealed record ApiRoute(
    string Method, string Pattern, Access Access, string[] Permissions, Func<ApiCall, ValueTask<LocalResponse>> Handler)
{
    private readonly TemplateMatcher _matcher = new(TemplateParser.Parse($"api/{Pattern}"), []);

    public ApiRoute(string method, string pattern, Access access, string[] permissions, Func<ApiCall, LocalResponse> handler)
        : this(method, pattern, access, permissions, call => new ValueTask<LocalResponse>(handler(call)))
    {
    }

    /// <summary>Whether a request matches, and the ID in its path as it was sent. Paths ignore case, as in the service's framework.</summary>
    public bool Matches(ApiCall call, out string id)
    {
        id = "";
        if ((Method != call.Method && (Method, call.Method) is not ("GET", "HEAD")) || !call.Path.StartsWith('/')) return false;
        var values = new RouteValueDictionary();
        if (!_matcher.TryMatch(new PathString(call.Path), values)) return false;
        id = values["id"] as string ?? "";
        return true;
    }
}

/// <summary>The callers that a path is for.</summary>
internal enum Access
{
    /// <summary>Anyone, without credentials.</summary>
    Public,
    /// <summary>Only a user with a token: an API key is no credential there.</summary>
    Token,
    /// <summary>A user in an organization.</summary>
    Organization,
    /// <summary>Only an API key.</summary>
    Key,
}
