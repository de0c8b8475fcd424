using System.Management.Automation;
using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of cmdlets that get all objects of a short listing, or those whose name or ID matches.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public abstract class ListingCmdlet<T> : DaytonaCmdlet
    where T : class
{
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
            WildcardPattern? pattern = NamePattern.Find(wanted);
            Func<string, bool> matches = pattern is not null ? pattern.IsMatch : name => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
            T[] found = [.. all.Where(item => NamesOf(item).Any(matches))];
            if (found.Length == 0 && pattern is null) Report(NotFound.With(wanted));
            foreach (T item in found) Write(item);
        }
    }
}
