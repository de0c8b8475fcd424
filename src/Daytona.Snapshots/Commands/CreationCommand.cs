using System.Globalization;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>Writes the command that creates a snapshot, for a user to run.</summary>
internal static class CreationCommand
{
    /// <summary>The command for a request.</summary>
    /// <param name="request">The name, the entrypoint and the sizes.</param>
    /// <param name="origin">The parameters for the snapshot's source.</param>
    public static string Write(CreateSnapshotRequest request, string origin) => string.Join(
        " ",
        new[]
        {
            "New-DaytonaSnapshot",
            ArgumentText.Quote(request.Name),
            origin,
            request.Entrypoint is { } words ? $"-Entrypoint {string.Join(",", words.Select(ArgumentText.Quote))}" : null,
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
