using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Json;

/// <summary>
/// Reads the service's JSON value by value. An invalid value is null, like an absent one, because it must not make the others
/// unreadable.
/// </summary>
internal sealed class JsonValueReader(JsonReader json, ResponseWarnings? warnings)
{
    private readonly Dictionary<string, string> _texts = [];
    private List<string>? _invalid;
    private string _field = "";

    /// <summary>The JSON path of the value that was read last.</summary>
    public string Path => json.Path;

    /// <summary>The kind of the value or bracket that was read last.</summary>
    public JsonToken TokenType => json.TokenType;

    /// <summary>The path before the names of fields, such as <c>buildInfo.</c>; empty for those of the object itself.</summary>
    public string Parent { get; set; } = "";

    /// <summary>The fields with invalid values since this was last called; null if there were none.</summary>
    public List<string>? EndInvalidFields()
    {
        List<string>? invalid = _invalid;
        _invalid = null;
        return invalid;
    }

    /// <summary>Skips what follows, or what belongs to the bracket that was read last.</summary>
    public void Skip() => json.Skip();

    public void BeginObject()
    {
        if (Next() != JsonToken.StartObject) throw new JsonSerializationException("Expected an object.");
    }

    /// <summary>The name of the next field, or null at the end of the object.</summary>
    public string? ReadField() => Next() switch
    {
        JsonToken.PropertyName => _field = (string)json.Value!,
        JsonToken.EndObject => null,
        _ => throw new JsonSerializationException("Expected a field."),
    };

    public string? ReadText() => Next() == JsonToken.String ? (string)json.Value! : SkipInvalid<string>();

    /// <summary>Reads a text that other snapshots probably have too.</summary>
    public string? ReadCommonText() => ReadText() is { } text ? Shared(text) : null;

    public string[]? ReadTexts()
    {
        if (Next() != JsonToken.StartArray) return SkipInvalid<string[]>();

        List<string> texts = [];
        while (Next() != JsonToken.EndArray)
        {
            if (json.TokenType == JsonToken.String) texts.Add(Shared((string)json.Value!));
            else SkipInvalid<string>();
        }

        return [.. texts];
    }

    public bool? ReadBoolean() => Next() == JsonToken.Boolean ? (bool)json.Value! : SkipInvalid<bool?>();

    public int? ReadInteger() =>
        Next() == JsonToken.Integer && json.Value is long and >= int.MinValue and <= int.MaxValue and var value ? (int)value : SkipInvalid<int?>();

    public double? ReadNumber()
    {
        Next();
        return json.Value switch
        {
            long integer => integer,
            double number when !double.IsNaN(number) && !double.IsInfinity(number) => number,
            _ => SkipInvalid<double?>(),
        };
    }

    public DateTime? ReadTime() =>
        Next() == JsonToken.String && ServiceTime.TryParse((string)json.Value!, out DateTime time) ? time : SkipInvalid<DateTime?>();

    /// <summary>Skips a value, with a warning unless it is null.</summary>
    public T? SkipInvalid<T>()
    {
        if (json.TokenType != JsonToken.Null)
        {
            (_invalid ??= []).Add(Parent + _field);
            warnings?.OnInvalidValue(_field, json.Path);
            json.Skip();
        }

        return default;
    }

    private string Shared(string text)
    {
        if (_texts.TryGetValue(text, out string? known)) return known;

        _texts.Add(text, text);
        return text;
    }

    public JsonToken Next() => json.Read() ? json.TokenType : throw new JsonReaderException("The JSON is incomplete.");
}
