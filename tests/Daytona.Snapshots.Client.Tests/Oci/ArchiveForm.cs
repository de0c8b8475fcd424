namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>A form in which programs of the field write images, and what publishing it gives.</summary>
/// <param name="Name">The form.</param>
/// <param name="Write">Writes it to a folder: as <c>image.tar</c>, or as the layout itself.</param>
internal sealed record ArchiveForm(string Name, Action<string> Write)
{
    /// <summary>The reason why it can't be published; null if it is.</summary>
    public LocalImageFailure? Failure { get; init; }

    /// <summary>A part of the error's message.</summary>
    public string Says { get; init; } = "";

    /// <summary>The digest of the published manifest; null for any.</summary>
    public string? Digest { get; init; }

    /// <summary>The media type of the layers in the published manifest; null for any.</summary>
    public string? LayerType { get; init; }

    /// <summary>The wanted platform.</summary>
    public string Platform { get; init; } = "linux/amd64";

    /// <summary>The platform of the published image.</summary>
    public string? PublishedPlatform { get; init; }

    public override string ToString() => Name;
}
