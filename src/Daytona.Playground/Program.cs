using System.ComponentModel;
using Daytona.Playground;
using Daytona.Pwsh;

PlaygroundArguments arguments;
try
{
    arguments = PlaygroundArguments.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(PlaygroundArguments.Usage);
    return 2;
}

if (arguments.ShowHelp)
{
    Console.WriteLine(PlaygroundArguments.Usage);
    return 0;
}

await using LocalServer server = await SampleServer.StartAsync(arguments);
PowerShellProgram powerShell = arguments.Shell is { } path ? new(path) : await PowerShellProgram.FindNewestAsync();
var shell = new PlaygroundShell(powerShell, server);
bool hasTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;
try
{
    return arguments switch
    {
        { File: { } script } => await shell.RunScriptAsync(script, arguments.FileArguments),
        { Command: { } commands } => await shell.RunAsync(commands),
        _ when hasTerminal => await shell.OpenPromptAsync(),
        _ => await shell.PlayTourAsync(),
    };
}
catch (Win32Exception exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
