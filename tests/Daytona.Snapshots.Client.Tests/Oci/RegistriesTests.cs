using System.Text.Json.Nodes;

namespace Daytona.Snapshots.Client.Tests.Oci;

public sealed class RegistriesTests : ClientTest
{
    private static readonly Secret Password = new("not-a-secret");

    private static CreateRegistryRequest Team => new()
    {
        Name = "team",
        Url = "https://registry.example.com",
        Username = "robot",
        Password = Password,
        Project = "apps",
    };

    [Fact]
    public async Task A_registry_is_added_and_listed()
    {
        RegistriesClient registries = Connect().Registries;

        ContainerRegistry added = await registries.CreateAsync(Team, Cancelled);

        Assert.Equal(("team", "https://registry.example.com", "robot", "apps"), (added.Name, added.Url, added.Username, added.Project));
        Assert.Equal(added.Id, Assert.Single(await registries.ListAsync(Cancelled)).Id);
        Assert.Equal("not-a-secret", Assert.Single(Server.Registries).Password);
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name()
    {
        RegistriesClient registries = Connect().Registries;
        ContainerRegistry added = await registries.CreateAsync(Team, Cancelled);

        ContainerRegistry changed = await registries.UpdateAsync(
            added.Id, new UpdateRegistryRequest { Username = "robot2", Password = new Secret("new") }, Cancelled);

        Assert.Equal(("team", "https://registry.example.com", "robot2", "apps"), (changed.Name, changed.Url, changed.Username, changed.Project));
        Assert.Equal("new", Assert.Single(Server.Registries).Password);
    }

    [Fact]
    public async Task A_change_keeps_fields_that_the_client_does_not_know()
    {
        RegistriesClient registries = Connect().Registries;
        ContainerRegistry added = await registries.CreateAsync(Team, Cancelled);
        Server.Faults.Add(new Fault
        {
            Method = "GET",
            Path = "/api/docker-registry/*",
            Kind = FaultKind.Answer,
            Status = 200,
            Body = $$"""{"id":"{{added.Id}}","name":"team","url":"https://r.example.com","username":"robot","project":"apps","registryType":"organization","createdAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-01T00:00:00.000Z","mtlsRoleArn":"arn:role","mtlsSecretArn":"arn:secret","nothing":null}""",
        });

        await registries.UpdateAsync(added.Id, new UpdateRegistryRequest { Password = Password, Name = "new" }, Cancelled);

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"name":"new","url":"https://r.example.com","username":"robot","password":"not-a-secret","project":"apps","mtlsRoleArn":"arn:role","mtlsSecretArn":"arn:secret"}"""),
            JsonNode.Parse(Assert.Single(Server.Requests, static request => request.Method == "PATCH").Body)));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("url")]
    [InlineData("username")]
    public async Task A_change_does_not_erase_what_it_can_not_read(string field)
    {
        RegistriesClient registries = Connect().Registries;
        ContainerRegistry added = await registries.CreateAsync(Team, Cancelled);
        Server.Faults.Add(new Fault { Method = "GET", Path = "/api/docker-registry/*", Kind = FaultKind.ChangeField, Field = field });

        UnexpectedResponseException error = await Assert.ThrowsAsync<UnexpectedResponseException>(
            () => registries.UpdateAsync(added.Id, new UpdateRegistryRequest { Password = Password }, Cancelled));

        Assert.Equal(field, error.Field);
        Assert.DoesNotContain(Server.Requests, static request => request.Method == "PATCH");
    }

    [Fact]
    public async Task A_refusal_that_repeats_the_password_hides_it()
    {
        Server.Faults.Add(new Fault
        {
            Method = "POST", Path = "/api/docker-registry", Kind = FaultKind.Answer, Status = 400,
            Body = """{"statusCode":400,"error":"Bad Request","message":["password 'not-a-secret' is too short"]}""",
        });

        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(() => Connect().Registries.CreateAsync(Team, Cancelled));

        Assert.Equal("password '***' is too short", error.Message);
        Assert.DoesNotContain("not-a-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_project_removes_it()
    {
        RegistriesClient registries = Connect().Registries;
        ContainerRegistry added = await registries.CreateAsync(Team, Cancelled);

        ContainerRegistry changed = await registries.UpdateAsync(added.Id, new UpdateRegistryRequest { Password = Password, Project = "" }, Cancelled);

        Assert.Null(changed.Project);
    }

    [Fact]
    public async Task A_registry_is_removed()
    {
        RegistriesClient registries = Connect().Registries;
        ContainerRegistry added = await registries.CreateAsync(Team, Cancelled);

        await registries.RemoveAsync(added.Id, Cancelled);

        Assert.Null(await registries.FindAsync(added.Id, Cancelled));
    }

    [Fact]
    public async Task A_refused_URL_is_reported_in_the_words_of_the_service()
    {
        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(
            () => Connect().Registries.CreateAsync(Team with { Url = "::" }, Cancelled));

        Assert.Equal((ApiErrorReason.InvalidRequest, "url must be a URL address"), (error.Reason, error.Message));
    }

    [Fact]
    public async Task Push_access_is_temporary_and_hides_its_secret()
    {
        RegistryPushAccess access = await ((RegistriesClient)Connect().Registries).GetPushAccessAsync("us", Cancelled);

        Assert.Equal("daytona", access.Project);
        Assert.Equal("***", access.Secret.ToString());
    }

    [Fact]
    public async Task An_unknown_region_is_named_as_the_reason()
    {
        DaytonaApiException error = await Assert.ThrowsAsync<DaytonaApiException>(
            () => ((RegistriesClient)Connect().Registries).GetPushAccessAsync("nowhere", Cancelled));

        Assert.Equal((ApiErrorReason.RegionNotFound, "Region nowhere not found"), (error.Reason, error.Message));
    }
}
