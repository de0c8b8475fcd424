using System.Globalization;
using System.Management.Automation.Host;

namespace Daytona.Playground.Hosting;

/// <summary>The host of the engine in this process: the console, with colours, and the exit code that a script sets.</summary>
internal sealed class PlaygroundHost : PSHost
{
    private readonly PlaygroundUserInterface _ui = new();

    /// <summary>What a script said with <c>exit</c>; null where none did.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override string Name => "Daytona.Playground";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(PlaygroundHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("The playground has no nested prompt.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt()
    {
    }

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
