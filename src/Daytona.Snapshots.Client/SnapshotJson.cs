using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Daytona.Snapshots.Client;

/// <summary>How the models are written in the service's JSON. The models themselves know nothing of it.</summary>
internal static class SnapshotJson
{
    /// <summary>Times come out local, and a null is the same as an absent field.</summary>
    public static JsonSerializer Serializer { get; } = JsonSerializer.Create(Settings());

    /// <summary>The JSON of a request's body, without a field for what is null: the service answers some nulls with a 500.</summary>
    public static string Write(object body) => JsonConvert.SerializeObject(body, Settings());

    private static JsonSerializerSettings Settings() => new()
    {
        ContractResolver = new Resolver(),
        DateTimeZoneHandling = DateTimeZoneHandling.Local,
        NullValueHandling = NullValueHandling.Ignore,
    };

    private sealed class Resolver : DefaultContractResolver
    {
        public Resolver() => NamingStrategy = new CamelCaseNamingStrategy();

        protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
        {
            JsonProperty property = base.CreateProperty(member, memberSerialization);
            if (member is { Name: nameof(Snapshot.Memory) } && member.DeclaringType == typeof(Snapshot))
            {
                // Requests say memory, answers say mem.
                property.PropertyName = "mem";
            }
            else if (member is { Name: nameof(SnapshotPage.Items) } && member.DeclaringType == typeof(SnapshotPage))
            {
                // Without it this is some other server, which must not look like one that has no snapshots.
                property.Required = Required.Always;
            }

            return property;
        }
    }
}
