using Daytona.Snapshots.Client.Snapshots;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Daytona.Snapshots.Client;

/// <summary>How the models are written in the service's JSON. The models themselves know nothing of it.</summary>
internal static class SnapshotJson
{
    private static readonly JsonSerializerSettings Settings = new()
    {
        ContractResolver = new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy() },
        NullValueHandling = NullValueHandling.Ignore,
    };

    /// <summary>Reads an answer. Times come out local, and a null is the same as an absent field.</summary>
    /// <returns>What was read; null where the JSON is null.</returns>
    /// <exception cref="JsonException">The JSON is of something else, or broke off.</exception>
    public static object? Read(TextReader json, Type type)
    {
        using var reader = new JsonTextReader(json) { DateTimeZoneHandling = DateTimeZoneHandling.Local };
        return type == typeof(SnapshotPage) ? SnapshotReader.ReadPage(reader)
            : type == typeof(Snapshot) ? SnapshotReader.ReadSnapshot(reader)
            : JsonSerializer.Create(Settings).Deserialize(reader, type);
    }

    /// <summary>The JSON of a request's body, without a field for what is null: the service answers some nulls with a 500.</summary>
    public static string Write(object body) => JsonConvert.SerializeObject(body, Settings);
}
