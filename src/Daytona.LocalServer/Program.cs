using System.CommandLine;
using Daytona.Local;

var command = new ServerCommand();
command.SetAction((parsed, cancellationToken) => RunAsync(command, parsed, cancellationToken));
ParseResult parsed = command.Parse(args);
// Scripts can distinguish a wrong command line from a port in use.
int exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : exitCode;

static async Task<int> RunAsync(ServerCommand command, ParseResult parsed, CancellationToken cancellationToken)
{
    LocalServer server;
    try
    {
        server = await LocalServer.StartAsync(command.ReadOptions(parsed), cancellationToken);
    }
    catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
    {
        await Console.Error.WriteLineAsync(
            $"The server can't listen: {exception.Message} Choose another port with --port, or use --port 0 for any free port.");
        return 1;
    }

    await using (server)
    {
        command.Apply(parsed, server);
        Console.WriteLine($"""
            Daytona API: {server.ApiUrl}
            API key:     {server.ApiKey}

            In PowerShell:
              $env:DAYTONA_API_URL = '{server.ApiUrl}'
              $env:DAYTONA_API_KEY = '{server.ApiKey}'

            Press Ctrl+C to stop the server. Everything it holds is then gone.
            """);
        // Until Ctrl+C or SIGTERM.
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    return 0;
}
