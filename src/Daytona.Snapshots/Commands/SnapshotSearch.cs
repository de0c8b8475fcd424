using System.Management.Automation;
using System.Text.RegularExpressions;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>A listing, or the part of it whose names match a PowerShell wildcard, as its pages arrive.</summary>
internal sealed class SnapshotSearch : IDisposable
{
    // What is not literal: sets, also those that are not closed, and special characters.
    private static readonly Regex Special = new(@"\[[^\]]*\]?|[*?\]`]", RegexOptions.CultureInvariant);

    private readonly WildcardPattern? _pattern;
    private readonly SnapshotPager _pager;

    /// <summary>Starts a search for a wildcard, which ignores case, or for all. Sends nothing until it is read.</summary>
    public SnapshotSearch(DaytonaClient client, string? wildcard, SnapshotFilter? filter = null)
    {
        filter ??= new SnapshotFilter();
        if (wildcard is not null && wildcard.Trim('*').Length > 0)
        {
            _pattern = NamePattern.Find(wildcard) ?? throw new ArgumentException("The wildcard is not valid.", nameof(wildcard));
            // The number of matches on a page is not known in advance.
            filter = filter with { NameContains = LongestLiteral(wildcard), First = null };
        }

        _pager = client.Snapshots.GetPager(filter);
    }

    /// <summary>Whether a wildcard has a letter or a digit that every match contains.</summary>
    public static bool HasLiteralText(string wildcard) =>
        Special.Replace(wildcard, "").Any(char.IsLetterOrDigit);

    /// <summary>The next matches, perhaps none; null at the end.</summary>
    public async Task<IReadOnlyList<Snapshot>?> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Snapshot>? snapshots = await _pager.ReadAsync(cancellationToken);
        return _pattern is null || snapshots is null
            ? snapshots
            : snapshots.Where(snapshot => _pattern.IsMatch(snapshot.Name)).ToList();
    }

    /// <inheritdoc/>
    public void Dispose() => _pager.Dispose();

    /// <summary>
    /// The longest text of a wildcard that every match contains, by which the service can filter. Its filter may match more
    /// (for example, <c>_</c> matches any character), but never less.
    /// </summary>
    public static string? LongestLiteral(string wildcard) =>
        Special.Split(wildcard).OrderByDescending(static text => text.Length).First() is { Length: > 0 } longest ? longest : null;
}
