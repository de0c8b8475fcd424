namespace Daytona.Snapshots.Parameters;

/// <summary>Refuses text that can't be a command for a sandbox, before anything is sent.</summary>
internal sealed class ValidateSandboxCommandAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>Whether the text is a script for the sandbox's shell, and not a program with arguments.</summary>
    public bool IsScript { get; set; }

    protected override void ValidateElement(object element)
    {
        try
        {
            string text = element?.ToString() ?? "";
            _ = IsScript ? SandboxCommand.FromScript(text) : SandboxCommand.Parse(text);
        }
        catch (ArgumentException exception)
        {
            throw new ValidationMetadataException(ErrorText.ShortenMiddle(ErrorText.MessageOf(exception), InvalidArgument.MaxMessage));
        }
    }
}
