using System.Management.Automation;

namespace Daytona.Snapshots.Parameters;

/// <summary>The error of an argument transformation, whose message may repeat an argument of any length.</summary>
internal static class InvalidArgument
{
    public const int MaxMessage = 2000;

    /// <param name="problem">The problem and its remedy, as a sentence.</param>
    /// <param name="cause">The exception that was caught; null if there is none.</param>
    public static ArgumentTransformationMetadataException Because(string problem, Exception? cause = null) => new(ErrorText.ShortenMiddle(problem, MaxMessage), cause);
}
