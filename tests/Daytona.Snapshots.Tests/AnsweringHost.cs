using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;

namespace Daytona.Snapshots.Tests;

/// <summary>A host whose user gives prepared answers to every question, and that shows nothing.</summary>
internal sealed class AnsweringHost : PSHost
{
    private readonly UserInterface _ui = new();

    /// <summary>The labels of the answers, as <c>Y</c>; where they run out, every answer is No.</summary>
    public Queue<string> Answers => _ui.Answers;

    /// <summary>Whether somebody can be asked.</summary>
    public bool IsInteractive { get => _ui.IsInteractive; set => _ui.IsInteractive = value; }

    /// <summary>Called with each line that is written for a person to see; null for nothing.</summary>
    public Action<string>? OnWrite { get => _ui.OnWrite; set => _ui.OnWrite = value; }

    /// <summary>What was asked.</summary>
    public IReadOnlyList<string> Questions => _ui.Questions;

    /// <summary>What was written for a person to see.</summary>
    public IReadOnlyList<string> Lines => _ui.Lines;

    /// <summary>Forgets all of it.</summary>
    public void Reset()
    {
        Answers.Clear();
        IsInteractive = true;
        _ui.Questions.Clear();
        _ui.Lines.Clear();
        _ui.OnWrite = null;
    }

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Tests";

    public override PSHostUserInterface UI => _ui;

    public override Version Version => new(1, 0);

    public override void EnterNestedPrompt()
    {
    }

    public override void ExitNestedPrompt()
    {
    }

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    private sealed class UserInterface : PSHostUserInterface
    {
        public Queue<string> Answers { get; } = new();

        public bool IsInteractive { get; set; } = true;

        public Action<string>? OnWrite { get; set; }

        public List<string> Questions { get; } = [];

        public List<string> Lines { get; } = [];

        public override PSHostRawUserInterface? RawUI => null;

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            if (!IsInteractive) throw new PSInvalidOperationException("Nobody is there to ask.");
            Questions.Add(message);
            string answer = Answers.TryDequeue(out string? prepared) ? prepared : "N";
            return choices.Select(static choice => choice.Label).ToList().FindIndex(
                label => label.Contains("&" + answer, StringComparison.Ordinal));
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
            throw new PSInvalidOperationException("Nobody is there to ask for " + descriptions[0].Name);

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
            throw new PSInvalidOperationException("Nobody is there to ask.");

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
            throw new PSInvalidOperationException("Nobody is there to ask.");

        public override string ReadLine() => "";

        public override SecureString ReadLineAsSecureString() =>
            new NetworkCredential("", !IsInteractive ? throw new PSInvalidOperationException("Nobody is there to ask.") : Answers.TryDequeue(out string? text) ? text : "").SecurePassword;

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void Write(string value)
        {
            OnWrite?.Invoke(value);
            lock (Lines) Lines.Add(value);
        }

        public override void WriteDebugLine(string message)
        {
        }

        public override void WriteErrorLine(string value)
        {
        }

        public override void WriteLine(string value) => Write(value);

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override void WriteVerboseLine(string message)
        {
        }

        public override void WriteWarningLine(string message)
        {
        }
    }
}
