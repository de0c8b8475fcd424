namespace Daytona.Snapshots.Operations;

/// <summary>Validates a request for a snapshot before it is sent.</summary>
internal static class SnapshotRequestValidation
{
    public static IReadOnlyList<SnapshotRequestProblem> Validate(CreateSnapshotRequest request) =>
    [
        .. new[]
        {
            ProblemOf(SnapshotRequestField.Name, SnapshotName.Validate(request.Name)),
            ValidateSource(request),
            ValidateEntrypoint(request.Entrypoint),
            ValidateSize(SnapshotRequestField.Cpu, "number of CPU cores", "at least 1, or nothing for 1 CPU core", request.Cpu, 1),
            ValidateGibibytes(SnapshotRequestField.Memory, "memory", 1, request.Memory),
            ValidateGibibytes(SnapshotRequestField.Disk, "disk", 3, request.Disk),
            ValidateSize(SnapshotRequestField.Gpu, "number of GPUs", "0 or more, or nothing for none", request.Gpu, 0),
            request.GpuType is { } types && (request.Gpu ?? 0) == 0
                ? new(SnapshotRequestField.GpuType, $"The GPU type {string.Join(", ", types)} has no effect, because no number of GPUs is specified.", IsFatal: false)
                : null,
            ProblemOf(SnapshotRequestField.Region, request.RegionId?.Trim().Length == 0 ? "The region is empty." : null),
        }.OfType<SnapshotRequestProblem>(),
    ];

    private static SnapshotRequestProblem? ProblemOf(SnapshotRequestField field, string? message) => message is null ? null : new(field, message);

    private static SnapshotRequestProblem? ValidateSource(CreateSnapshotRequest request)
    {
        if (request.ImageName is null == request.Image is null)
        {
            return new(SnapshotRequestField.ImageName, "A snapshot is created either from a registry image or from an image to build. Specify one of them.");
        }

        return request.ImageName is { } name
            ? ProblemOf(SnapshotRequestField.ImageName, SnapshotName.ValidateImage(name) ?? ImageReference.Validate(name))
            : ProblemOf(SnapshotRequestField.Dockerfile, ValidateDockerfile(request.Image!));
    }

    private static string? ValidateDockerfile(Image image)
    {
        if (image.Dockerfile.IndexOf('\0') >= 0) return "The Dockerfile contains NUL characters, as UTF-16 text does. Save it as UTF-8.";
        // The builder decides about another language, and about what is unusual.
        if (!image.Parsed.IsStandard || image.Parsed.Instructions is not { } instructions) return null;
        if (instructions.Count == 0) return "The Dockerfile is empty. It has to begin with FROM.";
        string first = instructions[0].Name;
        // Only ARG can precede FROM.
        if (first is not ("FROM" or "ARG")) return $"The Dockerfile begins with {DisplayText.Clean(first)}. It has to begin with FROM.";
        return instructions.Any(static it => it.Name == "FROM") ? null : "The Dockerfile has no FROM, so there is nothing to build.";
    }

    private static SnapshotRequestProblem? ValidateEntrypoint(IReadOnlyList<string>? words)
    {
        const SnapshotRequestField Field = SnapshotRequestField.Entrypoint;
        if (words is null || words.Count == 0) return null;
        if (words.Any(static word => word is null || word.IndexOf('\0') >= 0)) return new(Field, "A word of the entrypoint is null or contains a NUL character.");
        if (string.IsNullOrWhiteSpace(words[0])) return new(Field, "The entrypoint's first word is empty. It has to be a program.");
        if (words.Count > 1 || words[0].Trim().IndexOfAny([' ', '\t', '\n']) < 0) return null;
        return new(
            Field,
            $"The entrypoint '{words[0]}' is one word, so the whole of it is the program's name. If the spaces separate arguments, " +
            $"specify each word on its own: {string.Join(", ", words[0].Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries))}.",
            IsFatal: false);
    }

    // Many other tools count in MiB, and no sandbox has as much as 1 TiB.
    private static SnapshotRequestProblem? ValidateGibibytes(SnapshotRequestField field, string what, int standard, int? value) => value >= 1024
        ? new(field, $"The {what} is {value} GiB. If you mean MiB, specify {(value + 1023) / 1024}.", IsFatal: false)
        : ValidateSize(field, what, $"at least 1 GiB, or nothing for {standard} GiB", value, 1);

    private static SnapshotRequestProblem? ValidateSize(SnapshotRequestField field, string what, string valid, int? value, int min) => ProblemOf(
        field, value < min ? $"The {what} can't be {value}: no sandbox could start. Specify {valid}." : null);
}

/// <summary>Something in a request for a snapshot that the service refuses, or accepts although no sandbox could use it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Message">The problem and its remedy, in one or two sentences.</param>
/// <param name="IsFatal">Whether the request is not sent; otherwise, the value may be intended, and there is only a warning.</param>
public sealed record SnapshotRequestProblem(SnapshotRequestField Field, string Message, bool IsFatal = true);

/// <summary>The fields of a request for a snapshot, by which a <see cref="SnapshotRequestProblem"/> names its own.</summary>
public enum SnapshotRequestField
{
    /// <summary>The snapshot's name.</summary>
    Name,
    /// <summary>The registry image.</summary>
    ImageName,
    /// <summary>The image to build, or its Dockerfile.</summary>
    Dockerfile,
    /// <summary>The command that a sandbox runs.</summary>
    Entrypoint,
    /// <summary>The number of CPU cores.</summary>
    Cpu,
    /// <summary>The memory.</summary>
    Memory,
    /// <summary>The disk.</summary>
    Disk,
    /// <summary>The number of GPUs.</summary>
    Gpu,
    /// <summary>The type of GPU.</summary>
    GpuType,
    /// <summary>The region.</summary>
    Region,
}
