namespace Daytona.Local;

/// <summary>Who a path is for.</summary>
internal enum Access
{
    /// <summary>Anyone, without credentials.</summary>
    Public,

    /// <summary>A user with a token alone: an API key is no credential there.</summary>
    Token,

    /// <summary>A user in an organization.</summary>
    Organization,

    /// <summary>An API key alone.</summary>
    Key,
}
