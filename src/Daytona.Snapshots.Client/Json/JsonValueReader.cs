using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Json;

/// <summary>
/// Reads the service's JSON value by value. An invalid value is null, like an absent one, because it must not make the others
/// unreadable.
/// </summary>
internal abstract class JsonValueReader(JsonReader json, ResponseWarnings? warnings)
{
    private readonly Dictionary<string, string> _texts = [];
    private List<string>? _invalid;
    private string _field = "";

    /// <summary>The tokens.</summary>
    protected JsonReader Json => json;

    /// <summary>Takes the warnings of values; null for none.</summary>
    protected ResponseWarnings? Warnings => warnings;

    /// <summary>The path before the names of fields, such as <c>buildInfo.</c>; empty for those of the object itself.</summary>
    protected string Parent { get; set; } = "";

    /// <summary>The fields with invalid values since this was last called; null if there were none.</summary>
    protected List<string>? EndInvalidFields()
    {
        List<string>? invalid = _invalid;
        _invalid = null;
        return invalid;
    }

    protected void BeginObject()
    {
        if (Next() != JsonToken.StartObject) throw new JsonSerializationException("Expected an object.");
    }

    /// <summary>The name of the next field, or null at the end of the object.</summary>
    protected string? ReadField() => Next() switch
    {
        JsonToken.PropertyName => _field = (string)json.Value!,
        JsonToken.EndObject => null,
        _ => throw new JsonSerializationException("Expected a field."),
    };

    protected string? ReadText() => Next() == JsonToken.String ? (string)json.Value! : SkipInvalid<string>();

    /// <summary>Reads a text that other snapshots probably have too.</summary>
    protected string? ReadCommonText() => ReadText() is { } text ? Shared(text) : null;

    protected string[]? ReadTexts()
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

    protected bool? ReadBoolean() => Next() == JsonToken.Boolean ? (bool)json.Value! : SkipInvalid<bool?>();

    protected int? ReadInteger() =>
        Next() == JsonToken.Integer && json.Value is long and >= int.MinValue and <= int.MaxValue and var value ? (int)value : SkipInvalid<int?>();

    protected double? ReadNumber()
    {
        Next();
        return json.Value switch
        {
            long integer => integer,
            double number when !double.IsNaN(number) && !double.IsInfinity(number) => number,
            _ => SkipInvalid<double?>(),
        };
    }

    protected DateTime? ReadTime() =>
        Next() == JsonToken.String && ServiceTime.TryParse((string)json.Value!, out DateTime time) ? time : SkipInvalid<DateTime?>();

    /// <summary>Skips a value, with a warning unless it is null.</summary>
    protected T? SkipInvalid<T>()
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

    protected JsonToken Next() => json.Read() ? json.TokenType : throw new JsonReaderException("The JSON is incomplete.");
}
