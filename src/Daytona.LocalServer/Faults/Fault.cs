namespace Daytona.Local.Faults;

/// <summary>
/// Something that goes wrong, for the requests it matches. Of several faults that apply to a request, the one that was
/// added first happens; the request counts for the others all the same. <see cref="FaultCatalog"/> has a list of them by
/// name, which <c>with</c> adapts to a path and a number of times.
/// </summary>
public sealed record Fault
{
    private readonly WildcardPattern? _path;
    private int _matches;
    private int _times;

    /// <summary>The name under which <see cref="FaultCatalog"/> has it; null for one of its own.</summary>
    public string? Name { get; init; }

    /// <summary>The method it is for; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// The path it is for, as it is sent, with <c>*</c> for any text; null for all. Where it holds a <c>?</c> it is
    /// compared with path and query. Logs are at <c>/snapshots/*/build-logs</c>, the storage at <c>/daytona/…</c>,
    /// the registry at <c>/v2/…</c>, the toolbox at <c>/toolbox/…</c>.
    /// </summary>
    public string? Path
    {
        get => _path?.Text;
        init => _path = value is null ? null : new WildcardPattern(value);
    }

    /// <summary>The one matching request it is for, counted from 1; null for all.</summary>
    public int? Nth { get; init; }

    /// <summary>Every how many matching requests it happens: 3 for the third, sixth and so on.</summary>
    public int? Every { get; init; }

    /// <summary>How often it happens at most.</summary>
    public int? Count { get; init; }

    /// <summary>What happens.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>The status of the response.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// Headers of the response. In <c>Location</c>, <c>{target}</c> stands for the path and query of the request, and
    /// <c>{port}</c> for its port.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body of the response.</summary>
    public string? Body { get; init; }

    /// <summary>
    /// A delay before the work, whatever the kind; between pieces for <see cref="FaultKind.SlowBody"/>.
    /// </summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How many bytes, for the kinds that count them.</summary>
    public int Bytes { get; init; } = 1024;

    /// <summary>
    /// The field that <see cref="FaultKind.ChangeField"/> changes, such as <c>totalPages</c>, <c>items[0].cpu</c>,
    /// <c>items[*].state</c>, or <c>**.state</c> for all of that name.
    /// </summary>
    public string? Field { get; init; }

    /// <summary>The JSON that the field becomes; null removes it.</summary>
    public string? Value { get; init; }

    /// <summary>What someone else does meanwhile, if the kind is <see cref="FaultKind.Meanwhile"/>.</summary>
    public Action<LocalServer>? Meanwhile { get; init; }

    /// <summary>How many requests it matched.</summary>
    public int Matches => Volatile.Read(ref _matches);

    /// <summary>How often it happened.</summary>
    public int Times => Volatile.Read(ref _times);

    /// <summary>The limiter's response: 429 with <c>Retry-After-{throttler}</c> and no <c>Retry-After</c>.</summary>
    /// <param name="path">The path it is for.</param>
    /// <param name="seconds">What the header says.</param>
    /// <param name="count">How often.</param>
    /// <param name="throttler">The limiter's name.</param>
    /// <returns>The fault.</returns>
    public static Fault RateLimited(
        string? path = null, int seconds = 60, int? count = null, string throttler = "authenticated") => new()
    {
        Path = path,
        Kind = FaultKind.Answer,
        Status = 429,
        Count = count,
        Headers = new Dictionary<string, string> { [$"Retry-After-{throttler}"] = $"{seconds}" },
    };

    /// <summary>The response to an address that failed to log in too often: 429 with <c>Retry-After</c>.</summary>
    /// <param name="seconds">What the headers say.</param>
    /// <returns>The fault.</returns>
    public static Fault LoginBlocked(int seconds = 60) => new()
    {
        Kind = FaultKind.Answer,
        Status = 429,
        Headers = new Dictionary<string, string>
        {
            ["X-RateLimit-Limit-failed-auth"] = "4",
            ["X-RateLimit-Remaining-failed-auth"] = "0",
            ["X-RateLimit-Reset-failed-auth"] = $"{seconds}",
            ["Retry-After"] = $"{seconds}",
        },
    };

    /// <summary>Says what is wrong with the fault itself; null if it is valid.</summary>
    internal string? Validate()
    {
        if (!Enum.IsDefined(Kind)) return $"There is no kind {Kind} of fault.";
        if (Nth < 1) return "The nth request is counted from 1.";
        if (Every < 1) return "Every how many requests it happens is counted from 1.";
        if (Count < 0) return "It can't happen less than never: count is negative.";
        if (Delay < TimeSpan.Zero) return "A delay can't be negative.";
        if (Bytes < (Kind == FaultKind.SlowBody ? 1 : 0)) return "Too few bytes for anything to go on.";
        if (Status is < 200 or > 599) return "A status is a number from 200 to 599.";
        if (Kind == FaultKind.ChangeField && JsonField.Validate(Field, Value) is { } mistake) return mistake;
        foreach ((string name, string value) in Headers)
        {
            bool isName = name.Length > 0
                && name.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
            if (!isName || value.Any(static c => c is < ' ' or > '~'))
                return $"'{name}: {value}' is no header that can be sent.";
        }

        return null;
    }

    /// <summary>Counts a request that it matches, and says whether it is one that the fault is for.</summary>
    internal bool IsDue(string method, string target)
    {
        if (Method is not null && !Method.Equals(method, StringComparison.OrdinalIgnoreCase)) return false;
        if (_path?.Matches(Compared(target)) == false) return false;

        int match = Interlocked.Increment(ref _matches);
        return (Nth is not { } nth || match == nth) && (Every is not { } every || match % every == 0);
    }

    /// <summary>Counts that it happens, unless it has happened often enough.</summary>
    internal bool TryHappen()
    {
        int time = Interlocked.Increment(ref _times);
        if (time <= (Count ?? int.MaxValue)) return true;
        Interlocked.Decrement(ref _times);
        return false;
    }

    private string Compared(string target)
    {
        if (Path!.Contains('?', StringComparison.Ordinal)) return target;
        int query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }
}
