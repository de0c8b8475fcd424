using Daytona.Snapshots.Client.Tests.Http;
using CsCheck;
using Daytona.Snapshots.Client.Sandboxes;

namespace Daytona.Snapshots.Client.Tests.Json;

public sealed class ServiceJsonTests
{
    private const string Minimal = """{"id":"1","name":"a","state":"active"}""";
    private const string Access =
        """{"accessKey":"a","secret":"s","sessionToken":"t","storageUrl":"https://storage.example.com","organizationId":"o","bucket":"b","region":"r"}""";

    private static readonly string[] Recorded = [.. Recordings.Bodies(200).Where(static body => body.Length < 60_000)];

    private static readonly Dictionary<string, Func<string, object?>> Readers = new()
    {
        ["page"] = Read<SnapshotPage>,
        ["snapshot"] = Read<Snapshot>,
        ["notice"] = ServiceJson.ReadNotification,
        ["key"] = Read<ApiKeyInfo>,
        ["organizations"] = Read<List<Organization>>,
        ["regions"] = Read<List<Region>>,
        ["registries"] = Read<List<ContainerRegistry>>,
        ["usage"] = Read<OrganizationUsage>,
        ["push access"] = Read<RegistryPushAccess>,
        ["sandbox"] = Read<Sandbox>,
        ["sandboxes"] = Read<SandboxPage>,
        ["command"] = Read<CommandResponse>,
        ["toolbox"] = Read<ToolboxAddress>,
        ["storage"] = Read<StorageAccess>,
        ["log"] = Read<BuildLogLocation>,
    };

    public static TheoryData<string> ReaderNames => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(ReaderNames))]
    public void Changed_responses_are_read_or_unexpected(string reader)
    {
        JsonMutation.Of([.. Recorded, Minimal, Access, """[{"id":"us","name":"US"}]""", """{"url":"https://proxy.example.com/log"}"""])
            .Sample(json => IsReadOrUnexpected(Readers[reader], json), iter: Fuzz.Iterations, print: static json => json);
    }

    [Fact]
    public void Any_value_in_any_field_of_a_snapshot_is_handled()
    {
        string snapshot = Recorded.First(
            static body => body.StartsWith("{\"id\"", StringComparison.Ordinal) && body.Contains("\"buildInfo\":{", StringComparison.Ordinal));
        Assert.NotNull(Read<Snapshot>(snapshot).BuildInfo);


        Assert.Equal("", JsonMutation.ReplaceEach(snapshot).FirstOrDefault(static json => !IsReadOrUnexpected(Read<Snapshot>, json), ""));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("name")]
    [InlineData("state")]
    public void A_snapshot_without_ID_or_name_is_unexpected(string field)
    {
        foreach (string? value in new[] { null, "null", "\"\"", "5", "{}" })
        {
            string json = JsonMutation.Replace(Minimal, "$." + field, value);

            Assert.Equal(field, Assert.Throws<UnexpectedResponseException>(() => Read<Snapshot>(json)).Field);
        }
    }

    [Theory]
    [InlineData("cpu", "1.5")]
    [InlineData("createdAt", "\"yesterday\"")]
    [InlineData("createdAt", "\"/Date(99999999999999999)/\"")]
    [InlineData("memory", "\"2\"", "mem")]
    [InlineData("entrypoint", "\"sh\"")]
    [InlineData("buildInfo", "[]")]
    public void An_invalid_value_is_dropped_with_one_warning(string field, string value, string? name = null)
    {
        var observer = new RecordingObserver();
        var warnings = new ResponseWarnings(observer);
        string item = $$"""{"id":"1","name":"a","state":"active","{{name ?? field}}":{{value}},"disk":3}""";

        SnapshotPage page = ServiceJson.Read<SnapshotPage>(new StringReader($$"""{"items":[{{item}},{{item}}],"total":2}"""), warnings);

        Assert.Equal([3, 3], page.Items.Select(static snapshot => snapshot.Disk));
        Assert.Contains($"items[0].{name ?? field}", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"a"}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":7}""")]
    [InlineData("null")]
    [InlineData("[1]")]
    public void An_item_without_ID_is_counted_with_a_warning(string item)
    {
        var observer = new RecordingObserver();

        SnapshotPage page = ServiceJson.Read<SnapshotPage>(
            new StringReader($$"""{"items":[{{item}},{{Minimal}}],"total":2}"""), new ResponseWarnings(observer));

        Assert.Equal((1, 1), (page.Items.Count, page.UnreadableItems));
        Assert.Contains(observer.Warnings, static warning => warning.Contains("without an ID", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "items")]
    [InlineData("""{"items":null,"total":1}""", "items")]
    [InlineData("""{"items":{},"total":1}""", "items")]
    [InlineData("""{"items":[]}""", "total")]
    [InlineData("""{"items":[],"total":-1}""", "total")]
    [InlineData("""{"items":[],"total":99999999999}""", "total")]
    public void A_page_without_items_or_total_is_unexpected(string json, string field)
    {
        Assert.Equal(field, Assert.Throws<UnexpectedResponseException>(() => Read<SnapshotPage>(json)).Field);
    }

    [Theory]
    [InlineData("accessKey")]
    [InlineData("secret")]
    [InlineData("storageUrl")]
    [InlineData("organizationId")]
    [InlineData("bucket")]
    public void Storage_credentials_must_be_complete(string field)
    {
        foreach (string? value in new[] { null, "null", "\"\"", "{}" })
        {
            string json = JsonMutation.Replace(Access, "$." + field, value);

            Assert.Equal(field, Assert.Throws<UnexpectedResponseException>(() => Read<StorageAccess>(json)).Field);
        }
    }

    [Fact]
    public void A_storage_without_a_session_token_uses_plain_keys()
    {
        Assert.Equal("", Read<StorageAccess>(JsonMutation.Replace(Access, "$.sessionToken", "\"\"")).SessionToken);
        Assert.Null(Read<StorageAccess>(JsonMutation.Replace(Access, "$.sessionToken", null)).SessionToken);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"url":null}""")]
    [InlineData("""{"url":""}""")]
    [InlineData("""{"url":"/snapshots/1/build-logs"}""")]
    [InlineData("""{"url":"file:///etc/passwd"}""")]
    public void The_URL_of_a_log_must_be_absolute(string json)
    {
        Assert.Equal("url", Assert.Throws<UnexpectedResponseException>(() => Read<BuildLogLocation>(json)).Field);
    }

    [Theory]
    [InlineData("""[{"name":"US"}]""", "[0].id")]
    [InlineData("""[{"id":5},{"id":""}]""", "[0].id")]
    [InlineData("[1,2]", "[0]")]
    [InlineData("[null]", "")]
    [InlineData("{}", "")]
    public void A_region_must_have_an_id(string json, string field)
    {
        Assert.Equal(field, Assert.Throws<UnexpectedResponseException>(() => Read<List<Region>>(json)).Field);
    }

    [Theory]
    [InlineData("""{"name":"US"}""", "[0].id")]
    [InlineData("null", "[0]")]
    [InlineData("[[]]", "[0]")]
    public void An_unreadable_region_leaves_the_others(string item, string path)
    {
        var observer = new RecordingObserver();

        List<Region> regions = ServiceJson.Read<List<Region>>(new StringReader($$"""[{{item}},{"id":"eu"}]"""), new ResponseWarnings(observer));

        Assert.Equal("eu", Assert.Single(regions).Id);
        Assert.Contains($"'{path}'", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_in_no_list_of_a_model()
    {
        Assert.Empty(Read<SandboxPage>("""{"items":[null]}""").Items);
        Assert.Empty(Read<OrganizationUsage>("""{"totalSnapshotQuota":2,"currentSnapshotUsage":1,"regionUsage":[null,{}]}""").RegionUsage);
    }

    [Fact]
    public void A_snapshot_names_its_invalid_fields()
    {
        Snapshot snapshot = Read<Snapshot>(
            """{"id":"1","name":"a","state":"active","cpu":1.5,"buildInfo":{"createdAt":1},"lastUsedAt":"yesterday","mem":null,"size":{}}""");

        Assert.Equal(["cpu", "buildInfo.createdAt", "lastUsedAt", "size"], snapshot.InvalidFields!);
        Assert.Null(Read<Snapshot>(Minimal).InvalidFields);
    }

    [Fact]
    public void An_invalid_time_of_a_key_is_null()
    {
        var observer = new RecordingObserver();

        ApiKeyInfo key = ServiceJson.Read<ApiKeyInfo>(
            new StringReader("""{"name":"a","expiresAt":"/Date(99999999999999999)/","permissions":["write:snapshots"]}"""), new ResponseWarnings(observer));

        Assert.Null(key.ExpiresAt);
        Assert.Equal(["write:snapshots"], key.Permissions);
        Assert.Contains("expiresAt", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    private static T Read<T>(string json) => ServiceJson.Read<T>(new StringReader(json), new ResponseWarnings(null));

    private static bool IsReadOrUnexpected<T>(Func<string, T> read, string json)
    {
        try
        {
            return read(json) is not null;
        }
        catch (UnexpectedResponseException)
        {
            return true;
        }
    }
}
