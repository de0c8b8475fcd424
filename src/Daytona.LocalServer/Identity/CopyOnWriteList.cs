using System.Collections;
using System.Collections.Immutable;

namespace Daytona.Local.Identity;

/// <summary>A list that requests read while it is changed: a reader continues with the items it started with.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public class CopyOnWriteList<T> : IReadOnlyList<T>
{
    private ImmutableArray<T> _items = [];

    /// <summary>The number of items.</summary>
    public int Count => _items.Length;

    /// <summary>The item at a position, counted from 0.</summary>
    public T this[int index] => _items[index];

    /// <summary>Adds an item at the end, and returns it.</summary>
    public virtual T Add(T item)
    {
        ImmutableInterlocked.Update(ref _items, static (items, added) => items.Add(added), item);
        return item;
    }

    /// <summary>Adds an item, unless there is one like it. Returns whether it was added.</summary>
    public bool TryAdd(T item, Predicate<T> isLike) => ImmutableInterlocked.Update(
        ref _items, items => items.Any(it => isLike(it)) ? items : items.Add(item));

    /// <summary>Removes an item.</summary>
    public void Remove(T item) => ImmutableInterlocked.Update(ref _items, static (items, removed) => items.Remove(removed), item);

    /// <summary>Removes all items.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _items, static _ => []);

    /// <summary>Lists the items.</summary>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
