namespace Daytona.Local.Builds;

/// <summary>The format of a build log.</summary>
public enum BuildLogFormat
{
    /// <summary>The current builder: numbered steps, and an error in one line.</summary>
    BuildKit,

    /// <summary>Docker's older builder: <c>Step 1/3 : FROM …</c>.</summary>
    Classic,
}
