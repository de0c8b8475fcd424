using System.Diagnostics;

namespace Daytona.Snapshots.Connections;

/// <summary>The service's refusal of a credential, and how long ago it was.</summary>
/// <param name="answer">What it answered.</param>
internal sealed class Refusal(DaytonaApiException answer)
{
    // Long enough that a script does not get its address blocked, short enough for who has made the key good meanwhile.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Stopwatch _age = Stopwatch.StartNew();

    /// <summary>What the service answered.</summary>
    public DaytonaApiException Answer => answer;

    /// <summary>Whether the service would most likely say the same again.</summary>
    public bool IsRecent => _age.Elapsed < Lifetime;
}
