namespace Daytona.Local.Builds;

/// <summary>Whose words a build's log is in.</summary>
public enum BuildLogFormat
{
    /// <summary>The builder of today: numbered steps, and an error in one line.</summary>
    BuildKit,

    /// <summary>Docker's older builder: <c>Step 1/3 : FROM …</c>.</summary>
    Classic,
}
