namespace Daytona.Local.Http;

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
