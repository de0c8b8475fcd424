using System.Text.Json;
using System.Text.RegularExpressions;

namespace Daytona.Local.Snapshots;

/// <summary>The body of a creation, validated in the service's order, and with the values that the service accepts and then fails on.</summary>
internal sealed partial class LocalSnapshotRequest
{
    private static readonly string[] OlderGpuTypes = ["H100", "RTX-PRO-6000"];
    private static readonly string[] NewerGpuTypes = ["H100", "H200", "B300", "MI355X", "RTX-PRO-6000", "RTX-4090", "RTX-5090"];
    private static readonly string[] Classes = ["linux-vm", "container", "android", "windows"];
    private static readonly string[] Sizes = ["cpu", "gpu", "memory", "disk"];

    private readonly BodyFields _body;

    /// <param name="body">The body.</param>
    /// <param name="newer">Whether the server is newer than v0.190, and takes a list of GPU types in order of preference.</param>
    /// <exception cref="ServiceException">400, with all problems.</exception>
    public LocalSnapshotRequest(JsonElement body, bool newer)
    {
        _body = new BodyFields(body);
        Name = _body.PlainText("name");
        ImageName = _body.Text("imageName");
        ReadEntrypoint();
        Cpu = _body.Number("cpu");
        Gpu = _body.Number("gpu", max: 1);
        ReadGpuTypes(newer);
        Memory = _body.Number("memory");
        Disk = _body.Number("disk");
        if (_body["buildInfo"].ValueKind == JsonValueKind.Object) BuildInfo = _body["buildInfo"];
        else if (!_body.IsMissing("buildInfo")) _body.Refuse("buildInfo must be an object");
        RegionId = _body.Text("regionId");
        SandboxClass = _body.Choice("sandboxClass", Classes);
        _body.ThrowIfInvalid();
    }

    public string Name { get; }
    public string? ImageName { get; }
    public IReadOnlyList<string>? Entrypoint { get; private set; }
    public bool HasEntrypoint { get; private set; }
    public double? Cpu { get; }
    public double? Gpu { get; }
    public double? Memory { get; }
    public double? Disk { get; }

    /// <summary>The types of GPU, the preferred one first; empty for any.</summary>
    public IReadOnlyList<string> GpuTypes { get; private set; } = [];
    public string? RegionId { get; }
    public string? SandboxClass { get; }

    /// <summary>The build info, unchecked; null if there is none.</summary>
    public JsonElement? BuildInfo { get; }

    /// <summary>Whether a size passes the validation and then violates a constraint of the database: a null, a fraction, a large one.</summary>
    public bool HasInvalidSize => Sizes.Any(size => _body[size].ValueKind == JsonValueKind.Null)
        || ((double?[])[Cpu, Gpu, Memory, Disk]).Any(static size => size is { } number && (number % 1 != 0 || number > int.MaxValue));

    /// <summary>A field that the service stores although it is not part of the contract.</summary>
    public JsonElement Extra(string name) => _body[name];

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

    private void ReadEntrypoint()
    {
        if (_body.IsMissing("entrypoint")) return;
        JsonElement value = _body["entrypoint"];
        bool isArray = value.ValueKind == JsonValueKind.Array;
        JsonElement[] words = isArray ? [.. value.EnumerateArray()] : [value];
        bool isText = words.All(static word => word.ValueKind == JsonValueKind.String);
        if (!isArray) _body.Refuse("entrypoint must be an array");
        if (!isText) _body.Refuse("each value in entrypoint must be a string");
        if (!isArray || !isText) return;

        HasEntrypoint = true;
        string[] kept = [.. words.Select(static word => word.GetString()!).Where(static word => word.Trim().Length > 0)];
        Entrypoint = kept.Length > 0 ? kept : null;
    }

    private void ReadGpuTypes(bool newer)
    {
        if (_body.IsMissing("gpuType")) return;
        string[] known = newer ? NewerGpuTypes : OlderGpuTypes;
        // A single value is treated as a list of one, and an empty list as none.
        JsonElement value = _body["gpuType"];
        JsonElement[] types = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        bool isKnown = types.All(type => type.ValueKind == JsonValueKind.String && known.Contains(type.GetString()));
        if (!isKnown) _body.Refuse($"each value in gpuType must be one of the following values: {string.Join(", ", known)}");
        if (types.Length > 1 && !newer) _body.Refuse("gpuType must contain no more than 1 elements");
        if (isKnown) GpuTypes = [.. types.Select(static type => type.GetString()!)];
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_.\-:]+(/[a-zA-Z0-9_.\-:]+)*(@sha256:[a-f0-9]{64})?\z")]
    private static partial Regex NameShape();

    [GeneratedRegex(@"^[a-f0-9]{64}\z")]
    private static partial Regex Digest();
}
