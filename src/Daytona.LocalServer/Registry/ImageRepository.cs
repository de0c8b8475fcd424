namespace Daytona.Local.Registry;

/// <summary>A repository of the registry: the manifests, tags and blobs that one name holds.</summary>
internal sealed class ImageRepository
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _blobs = [];
    private readonly Dictionary<string, ImageManifest> _manifests = [];
    private readonly SortedDictionary<string, string> _tags = new(StringComparer.Ordinal);

    public string[] Tags
    {
        get
        {
            lock (_gate) return [.. _tags.Keys];
        }
    }

    public bool HasBlob(string digest)
    {
        lock (_gate) return _blobs.Contains(digest);
    }

    public void AddBlob(string digest)
    {
        lock (_gate) _blobs.Add(digest);
    }

    /// <summary>Finds a manifest by its tag or its digest.</summary>
    public ImageManifest? FindManifest(string reference)
    {
        lock (_gate) return _manifests.GetValueOrDefault(_tags.GetValueOrDefault(reference, reference));
    }

    /// <summary>Adds a manifest under its digest and, if given, a tag.</summary>
    /// <exception cref="LocalRegistryException">400 if it refers to missing content.</exception>
    public void Add(ImageManifest manifest, string? tag)
    {
        lock (_gate)
        {
            string? missing = manifest.Blobs.Find(digest => !_blobs.Contains(digest))
                ?? manifest.Images.Select(static image => image.Digest).FirstOrDefault(it => !_manifests.ContainsKey(it));
            if (missing is not null) throw LocalRegistryException.ManifestBlobUnknown(missing);
            _manifests[manifest.Digest] = manifest;
            if (tag is not null) _tags[tag] = manifest.Digest;
        }
    }

    /// <summary>Removes a tag, or a manifest with all its tags.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string reference)
    {
        lock (_gate)
        {
            if (_tags.Remove(reference)) return true;
            string[] tags = [.. _tags.Where(tag => tag.Value == reference).Select(static tag => tag.Key)];
            foreach (string tag in tags) _tags.Remove(tag);
            return _manifests.Remove(reference);
        }
    }
}
