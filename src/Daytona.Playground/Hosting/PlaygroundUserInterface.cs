using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;

namespace Daytona.Playground.Hosting;

/// <summary>Writes what commands say to the console, in PowerShell's usual colours; NO_COLOR turns them off.</summary>
internal sealed class PlaygroundUserInterface : PSHostUserInterface
{
    private static readonly bool Colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private string? _lastProgress;

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new PlaygroundRawUserInterface();

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => Colours;

    /// <inheritdoc/>
    public override string ReadLine() => Console.ReadLine() ?? "";

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => new NetworkCredential("", ReadLine()).SecurePassword;

    /// <inheritdoc/>
    public override void Write(string value) => Console.Write(value);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Console.Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string value) => Console.WriteLine(value);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => WriteColoured("31;1", value);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteColoured("33", "DEBUG: " + message);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteColoured("33;1", "VERBOSE: " + message);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteColoured("33;1", "WARNING: " + message);

    /// <summary>A line for each new status: a bar that moves would be unreadable in a log.</summary>
    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        string line = $"{record.Activity}: {record.StatusDescription}";
        if (record.RecordType == ProgressRecordType.Completed || line == _lastProgress) return;
        _lastProgress = line;
        WriteColoured("36", line);
    }

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
    {
        var answers = new Dictionary<string, PSObject>();
        foreach (FieldDescription description in descriptions)
        {
            Console.Write($"{description.Name}: ");
            answers[description.Name] = PSObject.AsPSObject(ReadLine());
        }

        return answers;
    }

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Console.WriteLine(caption);
        Console.WriteLine(message);
        while (true)
        {
            Console.Write(string.Join("  ", choices.Select(choice => $"[{Key(choice)}] {choice.Label.Replace("&", "", StringComparison.Ordinal)}")));
            Console.Write($" (default is \"{Key(choices[defaultChoice])}\"): ");
            // The end of the input is nobody's consent.
            if (Console.ReadLine() is not { } answer) throw new PipelineStoppedException();
            if (answer.Length == 0) return defaultChoice;
            int chosen = choices.ToList().FindIndex(choice => string.Equals(Key(choice), answer.Trim(), StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0) return chosen;
        }
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        Console.Write("User: ");
        string user = string.IsNullOrEmpty(userName) ? ReadLine() : userName;
        Console.Write("Password: ");
        return new PSCredential(user, ReadLineAsSecureString());
    }

    private static string Key(ChoiceDescription choice) =>
        choice.Label.IndexOf('&', StringComparison.Ordinal) is var at and >= 0 ? choice.Label.Substring(at + 1, 1) : choice.Label;

    private static void WriteColoured(string colour, string text) =>
        Console.WriteLine(Colours ? $"\e[{colour}m{text}\e[0m" : text);
}
