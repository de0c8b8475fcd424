using System.Runtime.InteropServices;

namespace Daytona.Pester;

/// <summary>SIGINT, which a child process ignores if this process does; .NET respects that.</summary>
internal static class InterruptSignal
{
    private const int Number = 2;
    private const nint Default = 0;
    private const nint Ignored = 1;

    /// <summary>Starts a process in which SIGINT has its effect, even if it is ignored in this one.</summary>
    public static T WhileNotIgnored<T>(Func<T> start)
    {
        if (OperatingSystem.IsWindows() || !IsIgnored()) return start();
        _ = Signal(Number, Default);
        try
        {
            return start();
        }
        finally
        {
            _ = Signal(Number, Ignored);
        }
    }

    private static bool IsIgnored()
    {
        // The handler is the first field on every system; the buffer is larger than the structure.
        nint[] action = new nint[64];
        return SigAction(Number, 0, action) == 0 && action[0] == Ignored;
    }

    [DllImport("libc", EntryPoint = "sigaction")]
    private static extern int SigAction(int signal, nint newAction, [Out] nint[] oldAction);

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint Signal(int signal, nint handler);
}
