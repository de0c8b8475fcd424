namespace Daytona.Local.Http;

/// <summary>A path of the API and its handler.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The path below <c>/api</c>; <c>:id</c> stands for one encoded segment.</param>
/// <param name="Access">The callers it is for.</param>
/// <param name="Permissions">One of these is required; empty for all callers.</param>
/// <param name="Handler">The handler.</param>
internal sealed record ApiRoute(
    string Method, string Pattern, Access Access, string[] Permissions, Func<ApiCall, ValueTask<LocalResponse>> Handler)
{
    private readonly string[] _segments = Pattern.Split('/');

    public ApiRoute(string method, string pattern, Access access, string[] permissions, Func<ApiCall, LocalResponse> handler)
        : this(method, pattern, access, permissions, call => new ValueTask<LocalResponse>(handler(call)))
    {
    }

    /// <summary>Whether a path matches, ignoring case as the service's framework does.</summary>
    public bool Matches(string method, ReadOnlySpan<string> segments, out string id)
    {
        id = "";
        if (segments.Length != _segments.Length || (Method != method && (Method, method) != ("GET", "HEAD"))) return false;
        for (int i = 0; i < segments.Length; i++)
        {
            if (_segments[i] == ":id" && segments[i].Length > 0) id = segments[i];
            else if (!string.Equals(_segments[i], segments[i], StringComparison.OrdinalIgnoreCase)) return false;
        }

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
