using System.Globalization;

namespace Daytona.Playground;

/// <summary>The command line of the playground.</summary>
internal sealed record PlaygroundArguments(
    string? Command = null, string? File = null, IReadOnlyList<string>? FileArguments = null, int Port = 0,
    TimeSpan Latency = default, bool Newer = false, string? Shell = null, bool ShowHelp = false)
{
    public const string Usage = """
        Starts a Daytona server on this machine, and a PowerShell with the module Daytona.Snapshots connected to it.

          dotnet run --project src/Daytona.Playground                        a prompt; without a terminal, a tour
          dotnet run --project src/Daytona.Playground -- -Command "..."      runs commands and exits with their outcome
          dotnet run --project src/Daytona.Playground -- -File x.ps1 ...     runs a script and exits with its outcome

          -Port 4000       the server's port; any free one by default
          -Latency 20      milliseconds before each of the server's answers
          -Newer           a server newer than v0.190, with warm pools
          -Shell pwsh      the PowerShell to start; the newer of the installed and the restored one by default
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">The command line is not valid.</exception>
    public static PlaygroundArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new PlaygroundArguments();
        for (int index = 0; index < arguments.Count; index++)
        {
            string name = arguments[index];
            switch (name.TrimStart('-').ToUpperInvariant())
            {
                case "HELP" or "H" or "?":
                    return parsed with { ShowHelp = true };
                case "SHELL":
                    parsed = parsed with { Shell = ReadText(arguments, ++index, name) };
                    break;
                case "PORT":
                    parsed = parsed with { Port = ReadNumber(arguments, ++index, name, ushort.MaxValue) };
                    break;
                case "LATENCY":
                    parsed = parsed with { Latency = TimeSpan.FromMilliseconds(ReadNumber(arguments, ++index, name, 60_000)) };
                    break;
                case "NEWER":
                    parsed = parsed with { Newer = true };
                    break;
                case "COMMAND" or "C":
                    // All following arguments, as pwsh does.
                    return index + 1 < arguments.Count
                        ? parsed with { Command = string.Join(' ', arguments.Skip(index + 1)) }
                        : throw new FormatException($"{name} requires commands.");
                case "FILE" or "F":
                    if (index + 1 == arguments.Count) throw new FormatException($"{name} requires a script.");
                    string script = Path.GetFullPath(arguments[index + 1]);
                    return System.IO.File.Exists(script)
                        ? parsed with { File = script, FileArguments = [.. arguments.Skip(index + 2)] }
                        : throw new FormatException($"Script {script} does not exist.");
                default:
                    throw new FormatException($"'{name}' is not a valid argument.");
            }
        }

        return parsed;
    }

    private static string ReadText(IReadOnlyList<string> arguments, int index, string name) =>
        index < arguments.Count ? arguments[index] : throw new FormatException($"{name} requires a value.");

    private static int ReadNumber(IReadOnlyList<string> arguments, int index, string name, int most) =>
        index < arguments.Count
        && int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most
            ? number
            : throw new FormatException($"{name} requires a number from 0 to {most}.");
}
