using System.Management.Automation;
using Daytona.Snapshots.Completion;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of cmdlets that get all objects of a short listing, or those whose name or ID matches.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public abstract class ListingCmdlet<T> : DaytonaCmdlet
    where T : class
{
    private protected ListingCmdlet()
    {
    }

    /// <summary>Names, IDs or wildcards. By default, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Reads the listing.</summary>
    private protected abstract Task<IReadOnlyList<T>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The texts by which an object can be meant.</summary>
    private protected abstract IEnumerable<string> NamesOf(T item);

    /// <summary>The error for a name without a match.</summary>
    private protected abstract ErrorRow NotFound { get; }

    private protected virtual void Write(T item) => WriteObject(item);

    private protected override void Process()
    {
        IReadOnlyList<T> all = Await(ListAsync);
        foreach (string wanted in Name ?? ["*"])
        {
            bool isWildcard = WildcardPattern.ContainsWildcardCharacters(wanted) && IsValid(wanted);
            Func<string, bool> matches = isWildcard
                ? WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch
                : name => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
            T[] found = [.. all.Where(item => NamesOf(item).Any(matches))];
            if (found.Length == 0 && !isWildcard) Report(NotFound.With(wanted));
            foreach (T item in found) Write(item);
        }
    }

    // PowerShell validates a wildcard only when it first compares with it.
    private static bool IsValid(string wildcard)
    {
        try
        {
            WildcardPattern.Get(wildcard, WildcardOptions.None).IsMatch("");
            return true;
        }
        catch (WildcardPatternException)
        {
            return false;
        }
    }
}
