using System.Globalization;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Writes the command that makes a snapshot, for a person to run it.</summary>
internal static class CreationCommandLine
{
    /// <summary>The command for a request.</summary>
    /// <param name="request">The name and the sizes.</param>
    /// <param name="origin">The parameters that say what it is made from.</param>
    /// <param name="entrypoint">The entrypoint, where the origin does not have it.</param>
    public static string Write(CreateSnapshotRequest request, string origin, IReadOnlyList<string>? entrypoint) => string.Join(
        " ",
        new[]
        {
            "New-DaytonaSnapshot",
            ArgumentText.Quote(request.Name),
            origin,
            entrypoint is null ? null : $"-Entrypoint {string.Join(",", entrypoint.Select(ArgumentText.Quote))}",
            Number("Cpu", request.Cpu),
            Number("Memory", request.Memory),
            Number("Disk", request.Disk),
            Number("Gpu", request.Gpu),
            Text("GpuType", request.GpuType),
            Text("Region", request.RegionId),
            Text("SandboxClass", request.SandboxClass),
        }.OfType<string>());

    private static string? Number(string parameter, int? value) =>
        value is null ? null : $"-{parameter} {value.Value.ToString(CultureInfo.InvariantCulture)}";

    private static string? Text(string parameter, string? value) => value is null ? null : $"-{parameter} {ArgumentText.Quote(value)}";
}
