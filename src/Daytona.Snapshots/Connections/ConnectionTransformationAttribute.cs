using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Connections;

/// <summary>Takes connections, and explains why one that has crossed to another process is none.</summary>
internal sealed class ConnectionTransformationAttribute : ArgumentTransformationAttribute
{
    private const string Deserialized = "Deserialized.Daytona.Snapshots.Connections.Connection";

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is PSObject { BaseObject: not Connection } copy && copy.TypeNames.Contains(Deserialized))
        {
            throw InvalidArgument.Create(
                "The connection comes from another process or a file and has no credential, because credentials are never serialized. " +
                "Run Connect-Daytona in the job, or set $env:DAYTONA_API_KEY before it starts. " +
                "Start-ThreadJob and ForEach-Object -Parallel share the connections of this process.");
        }

        return inputData is null or Connection or PSObject { BaseObject: Connection }
            ? inputData
            : throw InvalidArgument.Create($"'{inputData}' is not a connection. Use an object that Connect-Daytona has returned.");
    }
}
