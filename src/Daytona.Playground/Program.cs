using System.ComponentModel;
using System.Net.Sockets;
using Daytona.Playground;
using Daytona.Pwsh;
using Microsoft.AspNetCore.Connections;

PlaygroundArguments arguments;
try
{
    arguments = PlaygroundArguments.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine("For the arguments, use -Help.");
    return 2;
}

if (arguments.ShowHelp)
{
    Console.WriteLine(PlaygroundArguments.Usage);
    return 0;
}

try
{
    PowerShellProgram powerShell = arguments.Shell is { } path ? new(path) : await PowerShellProgram.FindNewestAsync();
    await using LocalServer server = await SampleServer.StartAsync(arguments);
    using var folder = new PlaygroundFolder();
    var shell = new PlaygroundShell(powerShell, server, folder);
    bool hasTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;
    return arguments switch
    {
        { File: { } script } => await shell.RunScriptAsync(script, arguments.FileArguments ?? []),
        { Command: { } commands } => await shell.RunAsync(commands),
        _ when hasTerminal => await shell.OpenPromptAsync(),
        _ => await shell.PlayTourAsync(),
    };
}
catch (Exception exception) when (exception is Win32Exception or FileNotFoundException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
catch (Exception exception) when (exception is IOException { InnerException: AddressInUseException } or SocketException)
{
    // Kestrel's message has the address and the cause.
    Console.Error.WriteLine($"{exception.Message.TrimEnd('.')}. Choose another port with -Port, or omit it for any free port.");
    return 2;
}
