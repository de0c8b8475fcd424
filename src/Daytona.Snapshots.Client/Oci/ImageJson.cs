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
        ContractResolver = new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy() },
        NullValueHandling = NullValueHandling.Ignore,
    };

    /// <summary>Reads JSON of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">The image, as messages name it.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="LocalImageException">The file is not JSON of this kind.</exception>
    public static T Read<T>(FileRange file, string source, string name) where T : class =>
        Parse<T>(ReadBytes(file, source, name), source, name);

    /// <summary>Reads a small file.</summary>
    /// <exception cref="LocalImageException">It is not small.</exception>
    public static byte[] ReadBytes(FileRange file, string source, string name) =>
        file.Length <= MaxLength ? file.ReadAllBytes() : throw Damaged(source, name);

    /// <summary>Reads JSON.</summary>
    /// <exception cref="LocalImageException">The bytes are not JSON of this kind.</exception>
    public static T Parse<T>(byte[] json, string source, string name) where T : class =>
        Parse<T>(Encoding.UTF8.GetString(json), source, name);

    /// <summary>Reads JSON.</summary>
    /// <exception cref="LocalImageException">The text is not JSON of this kind.</exception>
    public static T Parse<T>(string json, string source, string name) where T : class
    {
        try
        {
            return JsonConvert.DeserializeObject<T>(json, Settings) ?? throw Damaged(source, name);
        }
        catch (JsonException exception)
        {
            throw Damaged(source, name, exception);
        }
    }

    /// <summary>Writes JSON, the same bytes for the same content on every framework.</summary>
    public static byte[] Write(object content) => Encoding.UTF8.GetBytes(JsonConvert.SerializeObject(content, Settings));

    private static LocalImageException Damaged(string source, string name, Exception? cause = null) =>
        new(LocalImageFailure.Broken, $"{source} is damaged: its {name} can't be read.", cause);
}
