using Daytona.Local;
using Daytona.Playground;
using Daytona.Playground.Shells;

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
string? pwsh = RealShell.FindOnPath();

if (arguments.Command is not null || arguments.File is not null)
{
    return pwsh is not null && !arguments.InProcess
        ? await RealShell.RunAsync(pwsh, arguments, server)
        : HostedShell.Run(arguments, server);
}

bool terminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;
if (terminal && pwsh is not null && !arguments.InProcess) return await RealShell.OpenAsync(pwsh, server);

if (terminal) Console.WriteLine("There is no pwsh on the PATH to open a prompt in: this is a tour instead. See -Command and -File.");
return Tour.Play(server);
