namespace Daytona.Snapshots.Display;

/// <summary>The commands of a CI system, which it reads from the log of a job.</summary>
internal abstract class WorkflowCommands
{
    /// <summary>The command that begins a group of lines.</summary>
    public abstract string BeginGroup(string title);

    /// <summary>The command that ends a group of lines.</summary>
    public abstract string EndGroup { get; }

    /// <summary>The command that shows an error at a line of a file, or without a place if there is none.</summary>
    public abstract string Error(string title, string message, SourceLocation? location);

    /// <summary>The commands of the CI system that runs this process.</summary>
    /// <returns>The commands, or null outside of a known CI system and if DAYTONA_CI_OUTPUT is off.</returns>
    public static WorkflowCommands? Detect()
    {
        if (IsSet("DAYTONA_CI_OUTPUT", "off")) return null;
        if (IsSet("GITHUB_ACTIONS", "true")) return new GitHubCommands(Environment.GetEnvironmentVariable("GITHUB_WORKSPACE"));
        return IsSet("TF_BUILD", "true") ? new AzureCommands() : null;
    }

    private static bool IsSet(string variable, string value) =>
        string.Equals(Environment.GetEnvironmentVariable(variable), value, StringComparison.OrdinalIgnoreCase);
}
