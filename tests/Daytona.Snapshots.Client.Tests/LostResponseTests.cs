namespace Daytona.Snapshots.Client.Tests;

/// <summary>Changes whose response is lost: the state is read before a change is called a failure or sent again.</summary>
public sealed class LostResponseTests : ClientTest
{
    private static readonly Secret Password = new("not-a-secret");

    private DaytonaClient Client => Connect(time: new HurriedClock());

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task A_change_of_a_registry_is_no_failure(string method)
    {
        RegistriesClient registries = Client.Registries;
        ContainerRegistry added = await registries.CreateAsync(Team, Cancelled);
        Lose(method);

        if (method == "DELETE") await registries.RemoveAsync(added.Id, Cancelled);
        else await registries.UpdateAsync(added.Id, new UpdateRegistryRequest { Username = "other", Password = Password }, Cancelled);

        Assert.Equal(1, CountOf(method));
        if (method == "DELETE") Assert.Empty(Server.Registries);
        else Assert.Equal("other", Assert.Single(await registries.ListAsync(Cancelled)).Username);
    }

    [Fact]
    public async Task A_change_of_a_password_is_sent_again()
    {
        RegistriesClient registries = Client.Registries;
        ContainerRegistry added = await registries.CreateAsync(Team, Cancelled);
        Lose("PATCH");

        await registries.UpdateAsync(added.Id, new UpdateRegistryRequest { Password = new Secret("new") }, Cancelled);

        Assert.Equal(("new", 2), (Assert.Single(Server.Registries).Password, CountOf("PATCH")));
    }

    [Fact]
    public async Task A_creation_of_a_registry_is_not_sent_twice()
    {
        Lose("POST");

        Assert.Equal("team", (await Client.Registries.CreateAsync(Team, Cancelled)).Name);
        Assert.Single(Server.Registries);
    }

    [Theory]
    [InlineData("inactive", "active")]
    [InlineData("active", "inactive")]
    public async Task Enabling_and_disabling_are_no_failures(string before, string after)
    {
        await ToggleAsync(before, after, () => Lose("POST"));

        Assert.Equal((after, 1), (Server.Find("it")!.State, CountOf("POST")));
    }

    [Theory]
    [InlineData("inactive", "active")]
    [InlineData("active", "inactive")]
    public async Task Enabling_and_disabling_are_repeated_if_nothing_was_done(string before, string after)
    {
        await ToggleAsync(before, after, () => Server.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.Answer, Status = 503, Count = 2 }));

        Assert.Equal((after, 3), (Server.Find("it")!.State, CountOf("POST")));
    }

    [Fact]
    public async Task A_capture_is_no_failure_and_not_sent_twice()
    {
        Server.AddSandbox("box");
        Lose("POST");

        Snapshot captured = await Client.Snapshots.CaptureAsync(
            new CaptureSandboxRequest { SandboxIdOrName = "box", Name = "captured" }, cancellationToken: Cancelled);

        Assert.Equal(("captured", "active", 1), (captured.Name, captured.State, CountOf("POST")));
    }

    [Fact]
    public async Task A_removal_of_a_snapshot_is_sent_once()
    {
        Server.AddSnapshot("it");
        DaytonaClient client = Client;
        Snapshot snapshot = (await client.Snapshots.FindAsync("it", Cancelled))!;
        Lose("DELETE");

        await client.Snapshots.RemoveAsync(snapshot, cancellationToken: Cancelled);

        Assert.Equal(1, CountOf("DELETE"));
    }

    [Fact]
    public async Task A_sandbox_of_a_test_is_created_once()
    {
        Server.AddSnapshot("it");
        DaytonaClient client = Client;
        Snapshot snapshot = (await client.Snapshots.FindAsync("it", Cancelled))!;
        Lose("POST");

        Assert.True((await client.Snapshots.TestAsync(snapshot, cancellationToken: Cancelled)).Success);
        Assert.Equal(1, CountOf("POST"));
    }

    private static CreateRegistryRequest Team => new()
    {
        Name = "team", Url = "https://registry.example.com", Username = "robot", Password = Password,
    };

    private async Task ToggleAsync(string before, string after, Action addFault)
    {
        Server.AddSnapshot("it", before, static it => it.UpdatedAt -= TimeSpan.FromHours(1));
        DaytonaClient client = Client;
        Snapshot snapshot = (await client.Snapshots.FindAsync("it", Cancelled))!;
        addFault();
        if (after == "active") await client.Snapshots.EnableAsync(snapshot, new ChangeSnapshotOptions { Wait = true }, Cancelled);
        else await client.Snapshots.DisableAsync(snapshot, cancellationToken: Cancelled);
    }

    private void Lose(string method) => Server.Faults.Add(new Fault { Method = method, Kind = FaultKind.CloseAfter, Count = 1 });
}
