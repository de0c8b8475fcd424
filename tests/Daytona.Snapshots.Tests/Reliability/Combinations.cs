namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>The combinations of commands and faults.</summary>
internal static class Combinations
{
    // They happen only to the commands that use the part.
    private static readonly string[] Parts = ["total-", "page-", "log-", "channel-", "storage-", "registry-", "toolbox-"];

    /// <summary>Faults that pass when the request is sent again.</summary>
    private static readonly string[] Passing =
        ["status-503", "reset-before", "status-429", "reset-after", "html-502", "body-cut", "retry-after-seconds", "json-truncated", "gzip-damaged", "body-empty"];

    /// <summary>
    /// All of them: every form with every fault that can happen to it, in all of its requests and in the second. Faults of bodies happen in every
    /// encoding.
    /// </summary>
    public static IReadOnlyList<Combination> All { get; } =
    [
        .. CmdletForms.All.SelectMany(static form => FaultsOf(form).Select(fault => new Combination(form, fault, Axis.All))),
        .. CmdletForms.All.SelectMany(static form => FaultsOf(form).Select(fault => new Combination(form, fault, Axis.Second))),
        .. CmdletForms.All.SelectMany(static form => FaultsOf(form).Where(IsOfBody).Select(fault => new Combination(form, fault, Axis.Gzip))),
        .. CmdletForms.All.SelectMany(static form => FaultsOf(form).Where(IsOfBody).Select(fault => new Combination(form, fault, Axis.Plain))),
    ];

    /// <summary>
    /// A choice that is the same in each run: every fault with the form that has the fewest, every form at least twice, and every
    /// command with a fault that passes in its second request.
    /// </summary>
    public static IReadOnlyList<Combination> Chosen { get; } = Choose();

    private static List<Combination> Choose()
    {
        List<Combination> chosen = [];
        foreach (string fault in FaultCatalog.Names.Where(static fault => !IsLeftOut(fault)))
            Add(CmdletForms.All.Where(form => FaultsOf(form).Contains(fault)).MinBy(Count)!, fault);
        foreach (CmdletForm form in CmdletForms.All)
        {
            foreach (string fault in FaultsOf(form).OrderBy(fault => chosen.Count(it => it.Fault == fault)).Take(Math.Max(0, 2 - Count(form))))
                Add(form, fault);
        }

        foreach ((int number, CmdletForm form) in CmdletForms.All.Where(static form => !form.IsPartial).Index())
            chosen.Add(new Combination(form, Passing[number % Passing.Length], Axis.Second));
        foreach ((int number, string fault) in FaultCatalog.Names.Where(static fault => !IsLeftOut(fault) && IsOfBody(fault)).Index())
        {
            CmdletForm[] forms = [.. CmdletForms.All.Where(form => FaultsOf(form).Contains(fault))];
            chosen.Add(new Combination(forms[number % forms.Length], fault, number % 2 == 0 ? Axis.Gzip : Axis.Plain));
        }

        return chosen;

        int Count(CmdletForm form) => chosen.Count(it => it.Form == form);

        void Add(CmdletForm form, string fault) => chosen.Add(new Combination(form, fault, Axis.All));
    }

    private static bool IsOfBody(string fault) => FaultCatalog.Create(fault).Kind is FaultKind.CutBody or FaultKind.CloseDuring or FaultKind.StallBody
        or FaultKind.SlowBody or FaultKind.HalfJson or FaultKind.EmptyBody or FaultKind.InvalidUtf8 or FaultKind.DamagedGzip or FaultKind.PadBody;

    /// <summary>Whether the fault passes when the request is sent again.</summary>
    public static bool Passes(string fault) => Passing.Contains(fault);

    /// <summary>The faults that can happen to a form.</summary>
    private static IEnumerable<string> FaultsOf(CmdletForm form) => FaultCatalog.Names.Where(fault =>
        !IsLeftOut(fault)
        && (!Parts.Any(fault.StartsWith) || (!form.IsPartial && form.Parts.Any(fault.StartsWith)))
        // The same to every request: status-429 stands for them.
        && !(form.IsPartial && fault.StartsWith("retry-after-", StringComparison.Ordinal))
        // A listing that has no total may be empty.
        && !(fault == "json-empty-array" && form.Name is ("Get region" or "Get registry" or "Get organization"))
        // Whatever a log's host sends is the log.
        && !(form.Name is ("Log" or "Log Follow") && fault == "body-huge")
        // A state that is not known may be that of a build in progress, whose log has no end yet.
        && !(form.Name == "Log Follow" && fault is ("field-text" or "field-control-characters")));

    // Variants of others that differ in nothing a cmdlet can see.
    private static bool IsLeftOut(string fault) => fault is "status-402" or "status-405" or "status-410" or "status-413" or "status-418"
        or "status-501" or "status-520" or "retry-after-negative" or "retry-after-empty" or "retry-after-past-date" or "field-huge";
}
