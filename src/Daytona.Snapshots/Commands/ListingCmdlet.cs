using Daytona.Snapshots.Completion;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of cmdlets that get all objects of a short listing, or those whose name or ID matches.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
/// <param name="listOf">The method that reads the listing.</param>
/// <param name="namesOf">The texts by which an object can be meant.</param>
public abstract class ListingCmdlet<T>(Func<DaytonaClient, Func<CancellationToken, Task<IReadOnlyList<T>>>> listOf, Func<T, IEnumerable<string>> namesOf) : DaytonaCmdlet
{
    /// <summary>Names, IDs or wildcards. By default, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The error for a name without a match.</summary>
    private protected abstract ErrorRow NotFound { get; }

    private protected virtual void Write(T item) => WriteObject(item);

    private protected override void Process()
    {
        IReadOnlyList<T> all = Await(listOf(Client));
        foreach (string wanted in Name ?? ["*"])
        {
            WildcardPattern? pattern = NamePattern.Find(wanted);
            Func<string, bool> matches = pattern is not null ? pattern.IsMatch : name => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
            T[] found = [.. all.Where(item => namesOf(item).Any(matches))];
            if (found.Length == 0 && pattern is null) Report(NotFound.With(wanted));
            foreach (T item in found) Write(item);
        }
    }
}
