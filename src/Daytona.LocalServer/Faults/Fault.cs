namespace Daytona.Local.Faults;

/// <summary>A fault for matching requests, of which the first applies and all count. <see cref="FaultCatalog"/> has named ones, which <c>with</c> adapts.</summary>
/// <param name="Name">The name in <see cref="FaultCatalog"/>; null for a custom fault.</param>
/// <param name="Method">The HTTP method; null for all.</param>
/// <param name="Path">The path as it is sent, with <c>*</c> for any text; null for all. If it contains a <c>?</c>, it is compared with path and query.</param>
/// <param name="Nth">The number of the matching request to which it applies, from 1; null for all.</param>
/// <param name="Every">The interval of matching requests: 3 for the third, sixth and so on.</param>
/// <param name="Count">The maximum number of times that it happens.</param>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Status">The status of the response.</param>
/// <param name="Body">The body of the response.</param>
/// <param name="Delay">A delay before the work for all kinds; between pieces for <see cref="FaultKind.SlowBody"/>.</param>
/// <param name="Bytes">The number of bytes, for the kinds that need it.</param>
/// <param name="Field">The field that <see cref="FaultKind.ChangeField"/> changes, such as <c>items[*].state</c>, or <c>**.state</c> for all of that name.</param>
/// <param name="Value">The JSON that the field becomes; null removes it.</param>
/// <param name="Meanwhile">The action of another client, if the kind is <see cref="FaultKind.Meanwhile"/>.</param>
public sealed record Fault(
    string? Name = null, string? Method = null, string? Path = null, int? Nth = null, int? Every = null,
    int? Count = null, FaultKind Kind = FaultKind.Delay, int? Status = null, string? Body = null,
    TimeSpan Delay = default, int Bytes = 1024, string? Field = null, string? Value = null,
    Action<LocalServer>? Meanwhile = null)
{
    private int _matches;
    private int _times;

    /// <summary>Headers of the response. In <c>Location</c>, <c>{target}</c> is the path and query of the request, and <c>{port}</c> its port.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The number of requests that it matched.</summary>
    public int Matches => Volatile.Read(ref _matches);

    /// <summary>The number of times that it happened.</summary>
    public int Times => Volatile.Read(ref _times);

    /// <summary>The limiter's response: 429 with <c>Retry-After-{throttler}</c> and no <c>Retry-After</c>.</summary>
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

    /// <summary>Validates the fault. Returns the problem, or null if it is valid.</summary>
    internal string? Validate()
    {
        if (!Enum.IsDefined(Kind)) return $"Fault kind {Kind} does not exist.";
        if (Nth < 1) return "nth must be at least 1.";
        if (Every < 1) return "every must be at least 1.";
        if (Count < 0) return "count must not be negative.";
        if (Delay < TimeSpan.Zero) return "The delay must not be negative.";
        if (Bytes < (Kind == FaultKind.SlowBody ? 1 : 0)) return "bytes is too small.";
        if (Status is < 200 or > 599) return "The status must be a number from 200 to 599.";
        if (Kind == FaultKind.ChangeField && JsonField.Validate(Field, Value) is { } mistake) return mistake;
        foreach ((string name, string value) in Headers)
        {
            bool isName = name.Length > 0
                && name.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
            if (!isName || value.Any(static c => c is < ' ' or > '~'))
                return $"'{name}: {value}' is not a valid header.";
        }

        return null;
    }

    /// <summary>Counts a matching request. Returns whether the fault applies to it.</summary>
    internal bool IsDue(string method, string target)
    {
        if (Method is not null && !Method.Equals(method, StringComparison.OrdinalIgnoreCase)) return false;
        bool hasQuery = Path?.Contains('?', StringComparison.Ordinal) == true;
        if (Path is not null && !Wildcard.Matches(Path, hasQuery ? target : target.Split('?')[0])) return false;

        int match = Interlocked.Increment(ref _matches);
        return (Nth is not { } nth || match == nth) && (Every is not { } every || match % every == 0);
    }

    /// <summary>Counts an occurrence, unless the maximum is reached.</summary>
    internal bool TryHappen()
    {
        int time = Interlocked.Increment(ref _times);
        if (time <= (Count ?? int.MaxValue)) return true;
        Interlocked.Decrement(ref _times);
        return false;
    }
}
