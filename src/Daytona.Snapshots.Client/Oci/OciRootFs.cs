using Newtonsoft.Json;

namespace Daytona.Snapshots.Client.Oci;

/// <summary>The layers in an image's configuration.</summary>
internal sealed class OciRootFs
{
    /// <summary>The digests of the uncompressed layers.</summary>
    [JsonProperty("diff_ids")]
    public List<string>? DiffIds { get; init; }
}
