using System.ComponentModel;
using Daytona.Pwsh;

try
{
    return await (await PowerShellProgram.FindNewestAsync()).RunAsync(args);
}
catch (Exception exception) when (exception is Win32Exception or FileNotFoundException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
