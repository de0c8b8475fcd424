using System.Collections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace Daytona.Snapshots.Client.Json;

/// <summary>Reads and writes the service's JSON. The models themselves know nothing of it.</summary>
internal static class ServiceJson
{
    private static readonly JsonSerializerSettings Settings = new()
    {
        ContractResolver = ModelContractResolver.Shared,
        Converters = [new ModelValueConverter()],
        NullValueHandling = NullValueHandling.Ignore,
    };

    /// <summary>
    /// Reads a response. Times are local, and a null is the same as an absent field. Values that are <c>required</c> in a model
    /// must exist; any other invalid value is left empty, and an item of a list that lacks them is skipped.
    /// </summary>
    /// <exception cref="UnexpectedResponseException">The JSON violates the contract, or is incomplete.</exception>
    public static T Read<T>(TextReader json, ResponseWarnings warnings) => Read(
        json,
        reader => typeof(T) == typeof(SnapshotPage) ? (T)(object)new SnapshotReader(reader, warnings).ReadPage()
            : typeof(T) == typeof(Snapshot) ? (T)(object)new SnapshotReader(reader, warnings).ReadSnapshot()
            : ReadModel<T>(JToken.Load(reader), warnings));

    /// <summary>Reads the snapshot of a notification, which may lack anything.</summary>
    /// <exception cref="UnexpectedResponseException">The JSON violates the contract.</exception>
    public static Snapshot ReadNotification(string json) => Read(
        new StringReader(json), static reader => new SnapshotReader(reader, warnings: null).ReadNotification());

    /// <summary>The JSON of a request's body, without fields that are null: the service responds to some nulls with a 500.</summary>
    public static string Write(object body) => JsonConvert.SerializeObject(body, Settings);

    /// <summary>The same as an object, for a body that is composed.</summary>
    public static JObject ToObject(object body) => JObject.FromObject(body, JsonSerializer.Create(Settings));

    /// <summary>Reads a text that may be anything, such as a proxy's page.</summary>
    /// <returns>The object; null if the text is not the JSON of one.</returns>
    public static JObject? TryParse(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
            return JToken.Load(reader) as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static T Read<T>(TextReader json, Func<JsonReader, T> read)
    {
        using var reader = new JsonTextReader(json) { DateParseHandling = DateParseHandling.None };
        try
        {
            return read(reader);
        }
        // Newtonsoft.Json also throws exceptions of other libraries.
        catch (Exception exception) when (exception
            is JsonException or FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            throw new UnexpectedResponseException(reader.Path, "violates the contract of the API", exception);
        }
    }

    // Newtonsoft.Json would add them to a list of models.
    private static void RemoveNulls(JToken json, ResponseWarnings warnings)
    {
        IEnumerable<JArray> lists = json is JContainer container ? container.DescendantsAndSelf().OfType<JArray>() : [];
        foreach (JToken item in lists.SelectMany(static list => list).Where(static item => item.Type == JTokenType.Null).ToList())
        {
            warnings.OnInvalidItem(item.Path);
            item.Remove();
        }
    }

    private static T ReadModel<T>(JToken json, ResponseWarnings warnings)
    {
        string? failed = null, skipped = null;
        bool hasItems = json.HasValues;
        RemoveNulls(json, warnings);
        var serializer = JsonSerializer.Create(Settings);
        serializer.Error += (_, error) => OnError(error.CurrentObject, error.ErrorContext);
        try
        {
            T? model = json.ToObject<T>(serializer);
            if (model is null) throw new UnexpectedResponseException("", "is null");
            return model is ICollection { Count: 0 } && hasItems
                ? throw new UnexpectedResponseException(skipped ?? "", "is missing or invalid")
                : model;
        }
        catch (JsonException exception) when (failed is not null)
        {
            throw new UnexpectedResponseException(failed, "is missing or invalid", exception);
        }

        void OnError(object? current, ErrorContext context)
        {
            // An item that can't be read must not make the others unreadable.
            if (current is ICollection)
            {
                skipped ??= failed ?? context.Path;
                warnings.OnInvalidItem(failed ?? context.Path);
                failed = null;
                context.Handled = true;
                return;
            }

            // The path is that of the value, or of the object if it lacks the value.
            string path = context.Member is not string name || context.Path.EndsWith(name, StringComparison.Ordinal) ? context.Path
                : context.Path.Length == 0 ? name
                : $"{context.Path}.{name}";
            if (ModelContractResolver.IsRequired(context.OriginalObject, context.Member))
            {
                failed ??= path;
                return;
            }

            warnings.OnInvalidValue((string)context.Member!, path);
            context.Handled = true;
        }
    }
}
