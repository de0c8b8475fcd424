namespace Daytona.Snapshots.Client.Tests.Reliability;

/// <summary>The layer of the readers: the faults that a listing and a read accept or refuse.</summary>
public sealed class SnapshotFaultTests : ClientTest
{
    public static TheoryData<string> PageFaults => [.. FaultCatalog.Names.Where(static it => it.StartsWith("total-", StringComparison.Ordinal) || it.StartsWith("page-", StringComparison.Ordinal))];

    public static TheoryData<string> FieldFaults => [.. FaultCatalog.Names.Where(static it => it.StartsWith("field-", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(PageFaults))]
    public async Task A_listing_is_complete_or_refused(string fault)
    {
        for (int number = 0; number < 3; number++) Server.AddSnapshot($"it{number}");
        Server.Faults.Add(FaultCatalog.Create(fault));

        // The number of pages is not needed, nor is their order.
        if (fault.StartsWith("total-pages-", StringComparison.Ordinal) || fault == "page-shuffled")
            Assert.Equal(["it0", "it1", "it2"], (await ListAsync()).Select(static it => it.Name).Order());
        else
            await Assert.ThrowsAsync<UnexpectedResponseException>(ListAsync);
    }

    [Theory, MemberData(nameof(FieldFaults))]
    public async Task A_state_that_is_no_text_is_not_taken_for_one(string fault)
    {
        Server.AddSnapshot("it");
        Server.Faults.Add(FaultCatalog.Create(fault));
        Task<Snapshot?> FindAsync() => Connect(time: new HurriedClock()).Snapshots.FindAsync("it", Cancelled);

        // A state that this version does not know is one of a newer service.
        if (fault is "field-text" or "field-control-characters" or "field-huge") Assert.Equal("it", (await FindAsync())?.Name);
        else await Assert.ThrowsAsync<UnexpectedResponseException>(FindAsync);
        Assert.Single(await ListAsync());
    }

    private async Task<List<Snapshot>> ListAsync()
    {
        using SnapshotPager pager = Connect(time: new HurriedClock()).Snapshots.GetPager();
        List<Snapshot> all = [];
        while (await pager.ReadAsync(Cancelled) is { } page) all.AddRange(page);
        return all;
    }
}
