using System.Text;

namespace Daytona.Snapshots.Images;

/// <summary>Options of <c>pip install</c>.</summary>
public sealed record PipInstallOptions
{
    /// <summary>Pages and folders to search for packages (<c>--find-links</c>).</summary>
    public string[]? FindLinks { get; init; }

    /// <summary>The package index (<c>--index-url</c>).</summary>
    public string? IndexUrl { get; init; }

    /// <summary>Further package indexes (<c>--extra-index-url</c>).</summary>
    public string[]? ExtraIndexUrls { get; init; }

    /// <summary>Whether pre-releases are installed (<c>--pre</c>).</summary>
    public bool Pre { get; init; }

    /// <summary>Further options, written unchanged.</summary>
    public string? ExtraOptions { get; init; }

    internal string ToArguments()
    {
        var text = new StringBuilder();
        foreach (string link in FindLinks ?? []) text.Append(" --find-links ").Append(ShellWord.Quote(link));
        if (!string.IsNullOrEmpty(IndexUrl)) text.Append(" --index-url ").Append(ShellWord.Quote(IndexUrl!));
        foreach (string url in ExtraIndexUrls ?? []) text.Append(" --extra-index-url ").Append(ShellWord.Quote(url));
        if (Pre) text.Append(" --pre");
        if (!string.IsNullOrEmpty(ExtraOptions)) text.Append(' ').Append(ExtraOptions!.Trim());
        return text.ToString();
    }
}
