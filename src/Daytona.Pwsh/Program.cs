using Daytona.Pwsh;

return await (await PowerShellProgram.FindNewestAsync()).RunAsync(args);
