using System.Runtime.InteropServices;
using Daytona.Local;

CommandLine commandLine;
try
{
    commandLine = CommandLine.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message} --help lists the options.");
    return 2;
}

if (commandLine.WantsHelp)
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});

LocalServer server;
try
{
    server = await LocalServer.StartAsync(commandLine.Options, stop.Token);
}
catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
{
    Console.Error.WriteLine(
        $"The server can't listen: {exception.Message} Choose another with --port, or any with --port 0.");
    return 1;
}

await using (server)
{
    server.Notifications.IsOn = commandLine.Notifications;
    Console.WriteLine($"""
        Daytona API: {server.ApiUrl}
        API key:     {server.ApiKey}
        Page:        {new Uri(server.ApiUrl, "/")}

        In PowerShell:
          $env:DAYTONA_API_URL = '{server.ApiUrl}'
          $env:DAYTONA_API_KEY = '{server.ApiKey}'

        Ctrl+C stops it; what it holds is gone then.
        """);
    try
    {
        await Task.Delay(Timeout.Infinite, stop.Token);
    }
    catch (OperationCanceledException)
    {
        // As asked.
    }
}

return 0;
