using System.Reflection;
using Daytona.Benchmarks;
using Daytona.Benchmarks.Contenders;
using Daytona.Benchmarks.Measurements;
using Daytona.Benchmarks.Reporting;

const string Help = """
    Measures the module against Daytona's TypeScript SDK, and against what curl and tar need at least.

    dotnet run -c Release --project tests/Benchmarks [-- options]

      --rounds <n>     how often each contender is measured (5)
      --only <a,b>     only these: {0}
      --help           this text

    A whole run of 5 rounds or more writes docs/performance.md and its chart.
    """;

Measurement[] all =
[
    new Listing(), new Removal(), new Creation(), new Waiting(), new Uploading(), new Publishing(), new PublishingMemory(), new Starting(), new Memory(), new CleanUp(),
];
BenchmarkArguments arguments;
try
{
    arguments = BenchmarkArguments.Parse(args);
    if (arguments.Only.Except(all.Select(static it => it.Name)).FirstOrDefault() is { } unknown)
        throw new FormatException($"Measurement '{unknown}' does not exist.");
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message} --help lists the options.");
    return 2;
}

if (arguments.WantsHelp)
{
    Console.WriteLine(Help, string.Join(", ", all.Select(static it => it.Name)));
    return 0;
}

if (typeof(Measurement).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration != "Release")
{
    Console.Error.WriteLine("Use a Release build: dotnet run -c Release --project tests/Benchmarks");
    return 2;
}

var tools = new Toolbox();
foreach (string line in tools.Missing()) Console.WriteLine(line);

await tools.InstallSdkAsync();
List<Finding> findings = [];
foreach (Measurement measurement in all)
{
    bool isWanted = arguments.Only.Count == 0 ? measurement.IsDefault : arguments.Only.Contains(measurement.Name);
    if (!isWanted) continue;
    Console.WriteLine($"{measurement.Name} …");
    findings.AddRange(await measurement.RunAsync(tools, arguments.Rounds));
}

string circumstances = await tools.DescribeAsync(arguments.Rounds);
Console.WriteLine($"\n{circumstances}\n\n{FindingsTable.Write(findings)}");
if (arguments.IsFull) PerformancePage.Update(tools.RepositoryRoot, findings, circumstances);
return findings.All(static it => it.IsMet) ? 0 : 1;
