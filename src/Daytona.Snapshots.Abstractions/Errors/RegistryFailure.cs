namespace Daytona.Snapshots.Errors;

/// <summary>The reasons why an image can't be pushed to a registry.</summary>
public enum RegistryFailure
{
    /// <summary>The registry's address is not valid, or is plain http to another machine.</summary>
    InvalidAddress,

    /// <summary>The registry does not accept the credentials.</summary>
    Unauthorized,

    /// <summary>The credentials don't permit pushing to this repository.</summary>
    Denied,

    /// <summary>The responses are not those of a registry.</summary>
    NotARegistry,

    /// <summary>The registry refuses the image, for example because it exceeds a quota.</summary>
    Refused,

    /// <summary>The registry computed another digest: the image was changed while it was sent.</summary>
    DigestMismatch,

    /// <summary>The registry kept failing, or kept asking to wait.</summary>
    Unavailable,

    /// <summary>The image, or one of its layers, is larger than the registry accepts.</summary>
    TooLarge,
}
