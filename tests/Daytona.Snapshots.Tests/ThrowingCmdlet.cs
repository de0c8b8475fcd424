using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Daytona.Snapshots.Tests;

/// <summary>Makes the next cmdlet of a shell throw once what nobody expects: in a step, in a callback, or when its work is canceled.</summary>
/// <param name="place">The method whose post to the pipeline thread throws; one of the constants for another place.</param>
internal sealed class ThrowingCmdlet(string place) : IProducerConsumerCollection<Action>
{
    /// <summary>BeginProcessing, ProcessRecord or EndProcessing, whose exceptions all meet the same handler.</summary>
    public const string Step = "step";

    /// <summary>A question to the pipeline thread, such as a confirmation.</summary>
    public const string Question = "question";

    /// <summary>The cancellation of its work, by Dispose or StopProcessing.</summary>
    public const string Cancellation = "cancellation";

    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly ConcurrentQueue<Action> _actions = new();
    private int _left = 1;

    /// <summary>Whether it has thrown.</summary>
    public bool HasThrown => _left <= 0;

    // Otherwise, nothing would be taken.
    public int Count => place == Step ? 1 : _actions.Count;

    public bool IsSynchronized => false;

    public object SyncRoot => _actions;

    /// <summary>Enters the cmdlet whose parameters are bound when PowerShell reads the default of one of them.</summary>
    public void Attach(Shell shell)
    {
        shell.Set("attach", (Func<bool>)AttachToCurrent);
        shell.Run("$PSDefaultParameterValues['*-Daytona*:OutVariable'] = { $null = $attach.Invoke(); 'unused' }").AssertSucceeded();
    }

    public bool TryAdd(Action item)
    {
        FieldInfo? question = place == Question ? item.Target?.GetType().GetField("question", Members) : null;
        if (question is not null && TakeTurn()) question.SetValue(item.Target, (Func<bool>)(static () => throw Unexpected()));
        _actions.Enqueue(item.Method.Name.Contains(place, StringComparison.Ordinal) && TakeTurn() ? static () => throw Unexpected() : item);
        return true;
    }

    public bool TryTake(out Action item) => place == Step && TakeTurn() ? throw Unexpected() : _actions.TryDequeue(out item!);

    public Action[] ToArray() => [.. _actions];

    public void CopyTo(Action[] array, int index) => _actions.CopyTo(array, index);

    public void CopyTo(Array array, int index) => ((ICollection)_actions).CopyTo(array, index);

    public IEnumerator<Action> GetEnumerator() => _actions.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static InvalidTimeZoneException Unexpected() => new("Nobody expects this.");

    private bool TakeTurn() => Interlocked.Decrement(ref _left) >= 0;

    // By reflection: users can't do this, and the module's assemblies are loaded by PowerShell.
    private bool AttachToCurrent()
    {
        object processor = Get(Get(Runspace.DefaultRunspace, "ExecutionContext"), "CurrentCommandProcessor");
        object cmdlet = Get(processor, "Command");
        object pump = Get(cmdlet, "Pump");
        pump.GetType().GetField("_posted", Members)!.SetValue(pump, new BlockingCollection<Action>(this));
        if (place == Cancellation && TakeTurn()) ((CancellationToken)Get(cmdlet, "StopToken")).Register(static () => throw Unexpected());
        return true;
    }

    private static object Get(object owner, string property)
    {
        for (Type? type = owner.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetProperty(property, Members | BindingFlags.DeclaredOnly) is { } found) return found.GetValue(owner)!;
        }

        throw new MissingMemberException(owner.GetType().Name, property);
    }
}
