using System.Text.Json;
using System.Text.RegularExpressions;

namespace Daytona.Local.Snapshots;

/// <summary>
/// The body of a creation, validated like the service: in the order of its fields, with its messages, and with the values that
/// it accepts and then fails on.
/// </summary>
internal sealed partial class CreateSnapshotRequest
{
    private static readonly string[] GpuTypes = ["H100", "RTX-PRO-6000"];
    private static readonly string[] Classes = ["linux-vm", "container", "android", "windows"];

    private readonly JsonElement _body;

    private CreateSnapshotRequest(JsonElement body) => _body = body;

    public string Name { get; private set; } = "";

    public string? ImageName { get; private set; }

    public IReadOnlyList<string>? Entrypoint { get; private set; }

    public bool HasEntrypoint { get; private set; }

    public double? Cpu { get; private set; }

    public double? Gpu { get; private set; }

    public double? Memory { get; private set; }

    public double? Disk { get; private set; }

    /// <summary>Whether a size was sent as null, which passes the validation and then violates a database constraint.</summary>
    public bool HasNullSize { get; private set; }

    public string? GpuType { get; private set; }

    public string? RegionId { get; private set; }

    public string? SandboxClass { get; private set; }

    /// <summary>The build info, unchecked; null if there is none.</summary>
    public JsonElement? BuildInfo { get; private set; }

    public bool HasFraction =>
        HasNullSize || IsFraction(Cpu) || IsFraction(Gpu) || IsFraction(Memory) || IsFraction(Disk);

    /// <summary>A field that the service stores although it is not part of the contract.</summary>
    public JsonElement Extra(string name) => Field(name);

    /// <exception cref="ServiceException">400, with all problems.</exception>
    public static CreateSnapshotRequest Parse(JsonElement body)
    {
        var form = new CreateSnapshotRequest(body);
        var errors = new List<string>();
        form.ReadName(errors);
        form.ReadImage(errors);
        form.ReadEntrypoint(errors);
        form.Cpu = form.ReadNumber("cpu", errors);
        form.Gpu = form.ReadNumber("gpu", errors, max: 1);
        form.ReadGpuType(errors);
        form.Memory = form.ReadNumber("memory", errors);
        form.Disk = form.ReadNumber("disk", errors);
        form.ReadBuildInfo(errors);
        form.RegionId = form.ReadText("regionId", errors);
        form.ReadClass(errors);
        if (errors.Count > 0) throw ServiceException.BadRequest(string.Join(", ", errors));
        return form;
    }

    /// <summary>Validates a name. Returns the problem, or null.</summary>
    public static string? ValidateName(string name) => NameShape().IsMatch(name)
        ? null
        : "Invalid snapshot name format. May contain letters, digits, dots, colons, and dashes";

    /// <summary>Validates an image name. Returns the problem, or null.</summary>
    public static string? ValidateImage(string image)
    {
        string[] parts = image.Split("@sha256:");
        if (parts.Length > 1)
        {
            return parts[0].Length == 0 || !Digest().IsMatch(parts[1])
                ? "Invalid digest format. Must be image@sha256:64_hex_characters"
                : null;
        }

        // Any colon will do, a registry's port too.
        if (!image.Contains(':', StringComparison.Ordinal) || image.TrimEnd().EndsWith(':'))
            return "Image name must include a tag (e.g., ubuntu:22.04) or digest (@sha256:...)";
        if (image.EndsWith(":latest", StringComparison.Ordinal)) return "Images with tag \":latest\" are not allowed";
        return NameShape().IsMatch(image)
            ? null
            : "Invalid image name format. Must be lowercase, may contain digits, dots, dashes, " +
                "and single slashes between components";
    }

    /// <summary>Whether a text for people is refused: markup, addresses, control characters.</summary>
    public static bool IsUnsafe(string text) => UnsafeText().IsMatch(text);

    private void ReadName(List<string> errors)
    {
        JsonElement value = Field("name");
        bool isMissing = value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
        bool isText = value.ValueKind == JsonValueKind.String;
        if (isText) Name = value.GetString()!;
        if (!isMissing && (!isText || IsUnsafe(Name)))
            errors.Add("name must not contain HTML tags, URLs, or control characters");
        if (!isText) errors.Add("name must be a string");
    }

    private void ReadImage(List<string> errors) => ImageName = ReadText("imageName", errors);

    private void ReadEntrypoint(List<string> errors)
    {
        JsonElement value = Field("entrypoint");
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return;

        bool isArray = value.ValueKind == JsonValueKind.Array;
        bool isText = isArray
            ? value.EnumerateArray().All(static part => part.ValueKind == JsonValueKind.String)
            : value.ValueKind == JsonValueKind.String;
        if (!isArray) errors.Add("entrypoint must be an array");
        if (!isText) errors.Add("each value in entrypoint must be a string");
        if (!isArray || !isText) return;

        HasEntrypoint = true;
        List<string> words = [.. value.EnumerateArray()
            .Select(static part => part.GetString()!)
            .Where(static word => word.Trim().Length > 0)];
        Entrypoint = words.Count > 0 ? words : null;
    }

    private double? ReadNumber(string name, List<string> errors, double max = double.PositiveInfinity)
    {
        JsonElement value = Field(name);
        if (value.ValueKind == JsonValueKind.Null) HasNullSize = true;
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;

        double? number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
        if (max < double.PositiveInfinity && !(number <= max)) errors.Add($"{name} must not be greater than {max}");
        if (!(number >= 0)) errors.Add($"{name} must not be less than 0");
        if (number is null || !double.IsFinite(number.Value))
            errors.Add($"{name} must be a number conforming to the specified constraints");
        return number;
    }

    private void ReadGpuType(List<string> errors)
    {
        JsonElement value = Field("gpuType");
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return;

        // A single value is treated as a list of one, and an empty list as none.
        JsonElement[] types = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (types.Length == 0) return;
        bool isKnown = types.All(static type => type.ValueKind == JsonValueKind.String
            && GpuTypes.Contains(type.GetString()));
        if (!isKnown)
            errors.Add($"each value in gpuType must be one of the following values: {string.Join(", ", GpuTypes)}");
        if (types.Length > 1) errors.Add("gpuType must contain no more than 1 elements");
        if (isKnown) GpuType = types[0].GetString();
    }

    private void ReadBuildInfo(List<string> errors)
    {
        JsonElement value = Field("buildInfo");
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return;
        if (value.ValueKind == JsonValueKind.Object) BuildInfo = value;
        else errors.Add("buildInfo must be an object");
    }

    private void ReadClass(List<string> errors)
    {
        JsonElement value = Field("sandboxClass");
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return;
        SandboxClass = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (!Classes.Contains(SandboxClass))
            errors.Add($"sandboxClass must be one of the following values: {string.Join(", ", Classes)}");
    }

    private string? ReadText(string name, List<string> errors)
    {
        JsonElement value = Field(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        errors.Add($"{name} must be a string");
        return null;
    }

    private JsonElement Field(string name) =>
        _body.ValueKind == JsonValueKind.Object && _body.TryGetProperty(name, out JsonElement value) ? value : default;

    private static bool IsFraction(double? number) => number is { } value && (value % 1 != 0 || value > int.MaxValue);

    [GeneratedRegex(@"^[a-zA-Z0-9_.\-:]+(/[a-zA-Z0-9_.\-:]+)*(@sha256:[a-f0-9]{64})?\z")]
    private static partial Regex NameShape();

    [GeneratedRegex(@"^[a-f0-9]{64}\z")]
    private static partial Regex Digest();

    [GeneratedRegex(
        @"<[a-z/]|(https?|ftps?|sftp|ssh|wss?|file|ldaps?)://|javascript:|data:|mailto:|tel:|www\.|" +
        @"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]",
        RegexOptions.IgnoreCase)]
    private static partial Regex UnsafeText();
}
