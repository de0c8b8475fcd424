using System.Reflection;
using System.Runtime.CompilerServices;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Daytona.Snapshots.Client.Json;

/// <summary>Maps models to the service's JSON, in which names are in camel case. A <c>required</c> member must not be missing, null or blank.</summary>
internal sealed class ModelContractResolver : DefaultContractResolver
{
    /// <summary>The resolver, which keeps what it has found out about each model.</summary>
    public static readonly ModelContractResolver Shared = new();

    private ModelContractResolver() => NamingStrategy = new CamelCaseNamingStrategy();

    /// <summary>Whether a model requires a member.</summary>
    public static bool IsRequired(object? model, object? member) =>
        model is null || member is not string name
        || Shared.ResolveContract(model.GetType()) is not JsonObjectContract contract
        || contract.Properties.GetClosestMatchProperty(name) is not { Required: Required.Default };

    /// <inheritdoc/>
    protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
    {
        JsonProperty property = base.CreateProperty(member, memberSerialization);
        if (member.DeclaringType == typeof(WarmPool))
        {
            // The service's names differ from those of snapshots.
            property.PropertyName = member.Name switch { "Region" => "target", "Size" => "pool", "Memory" => "mem", _ => property.PropertyName };
        }

        if (member.GetCustomAttributes().All(static attribute => attribute.GetType().Name != nameof(RequiredMemberAttribute))) return property;

        property.Required = Required.Always;
        if (property.PropertyType == typeof(string)) property.Converter = new ModelValueConverter(isRequired: true);
        return property;
    }
}
