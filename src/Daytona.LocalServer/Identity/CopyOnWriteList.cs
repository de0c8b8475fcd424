using System.Collections;

namespace Daytona.Local.Identity;

/// <summary>
/// A list that requests read while it is changed: a reader continues with the items it started with.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
public sealed class CopyOnWriteList<T> : IReadOnlyList<T>
{
    private readonly Lock _gate = new();
    private volatile T[] _items = [];

    /// <summary>How many there are.</summary>
    public int Count => _items.Length;

    /// <summary>The item at a place.</summary>
    /// <param name="index">The place, counted from 0.</param>
    public T this[int index] => _items[index];

    /// <summary>Adds an item at the end.</summary>
    /// <param name="item">The item.</param>
    public void Add(T item)
    {
        lock (_gate) _items = [.. _items, item];
    }

    /// <summary>Adds an item, unless there is one like it.</summary>
    /// <param name="item">The item.</param>
    /// <param name="isLike">Whether another is like it.</param>
    /// <returns>Whether it was added.</returns>
    public bool TryAdd(T item, Predicate<T> isLike)
    {
        lock (_gate)
        {
            if (Array.Exists(_items, isLike)) return false;
            _items = [.. _items, item];
            return true;
        }
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        lock (_gate) _items = [];
    }

    /// <summary>Lists the items there are now.</summary>
    /// <returns>Each.</returns>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
