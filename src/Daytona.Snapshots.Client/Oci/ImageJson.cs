using System.Collections;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>Reads and writes the JSON of images.</summary>
internal static class ImageJson
{
    // Registries take manifests of up to 4 MiB; configurations of real images are far smaller, too.
    private const int MaxLength = 8 * 1024 * 1024;

    private static readonly JsonSerializerSettings Settings = new()
    {
        ContractResolver = new NoNullElements { NamingStrategy = new CamelCaseNamingStrategy() },
        NullValueHandling = NullValueHandling.Ignore,
    };

    /// <summary>Reads a small file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">The image, as messages name it.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="LocalImageException">It is not small.</exception>
    public static byte[] ReadBytes(FileRange file, string source, string name) =>
        file.Length <= MaxLength ? file.ReadAllBytes() : throw Unreadable(source, name, "it is too large");

    /// <summary>Reads JSON.</summary>
    /// <exception cref="LocalImageException">The bytes are not JSON of this kind.</exception>
    public static T Parse<T>(byte[] json, string source, string name) where T : class
    {
        try
        {
            return JsonConvert.DeserializeObject<T>(Encoding.UTF8.GetString(json).TrimStart('\uFEFF'), Settings)
                ?? throw Unreadable(source, name, "it is empty");
        }
        // Numbers can be too large, and dates impossible.
        catch (Exception exception) when (exception is JsonException or OverflowException or FormatException or ArgumentException)
        {
            throw Unreadable(source, name, exception.Message, exception);
        }
    }

    /// <summary>Writes JSON, the same bytes for the same content on every framework.</summary>
    public static byte[] Write(object content) => Encoding.UTF8.GetBytes(JsonConvert.SerializeObject(content, Settings));

    private static LocalImageException Unreadable(string source, string name, string why, Exception? cause = null) =>
        new(LocalImageFailure.Broken, $"{source} is damaged: its {name} can't be read: {DisplayText.Clean(why).TrimEnd('.')}.", cause);

    /// <summary>Refuses lists with a null element, which no reader expects.</summary>
    private sealed class NoNullElements : DefaultContractResolver
    {
        protected override JsonArrayContract CreateArrayContract(Type objectType)
        {
            JsonArrayContract contract = base.CreateArrayContract(objectType);
            contract.OnDeserializedCallbacks.Add(static (list, _) =>
            {
                if (((IEnumerable)list).Cast<object?>().Contains(null)) throw new JsonSerializationException("A list contains null.");
            });
            return contract;
        }
    }
}
