using System.Management.Automation;
using System.Text;

namespace Daytona.Snapshots.Tests;

/// <summary>The three formats of a list, which must mean the same on every machine.</summary>
public sealed class SnapshotListTests : BuildTest
{
    /// <summary>One list in each format.</summary>
    private static readonly Dictionary<string, string> Lists = new()
    {
        ["list.psd1"] = """
            # A comment, and a table with a semicolon behind it
            @{ Snapshots = @(
                @{ Name = '3.10'; Image = "alpine:3.20"; Entrypoint = 'sleep', '1.50', 42, '2026-01-01T00:00:00Z'; Cpu = 2; Memory = 4GB; Disk = +8 }
                @{ Name = 20250101; Image = 'alpine:3.20'; Entrypoint = @('it''s', 'a, b', 'Iıİié', '-0x1F'); Gpu = 0; Region = $null }
                @{ Name = 'plain/a'; Image = 'alpine:3.20' }, @{ Name = 'last'; Image = ('alpine:3.20') }
            ) };
            """,
        ["list.json"] = """
            { "Snapshots": [
                { "name": "3.10", "IMAGE": "alpine:3.20", "Entrypoint": ["sleep", "1.50", 42, "2026-01-01T00:00:00Z"], "Cpu": 2, "Memory": "4GB", "Disk": 8 },
                { "Name": 20250101, "Image": "alpine:3.20", "Entrypoint": ["it's", "a, b", "I\u0131İié", "-0x1F"], "Gpu": 0, "Region": null },
                { "Name": "plain/a", "Image": "alpine:3.20" }, { "Name": "last", "Image": "alpine:3.20" }
            ] }
            """,
        ["list.csv"] = "#TYPE Selected.System.Management.Automation.PSCustomObject\r\n" + """
            Name,"Image",Entrypoint , Cpu,Memory,Disk,Gpu,Region
            3.10,alpine:3.20,"sleep, 1.50, 42, 2026-01-01T00:00:00Z",2,4GB, 8,,
            20250101,"alpine:3.20","it's, 'a, b', Iıİié, -0x1F",,,,0,
            plain/a,alpine:3.20

            "last",alpine:3.20,,,,,,
            """.ReplaceLineEndings("\r\n"),
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        LocalServerOptions options = Server.Options;
        options.PullTime = options.RemovalDelay = TimeSpan.Zero;
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void A_list_means_the_same_in_all_formats_and_cultures(string culture)
    {
        Shell.Set("culture", Cultures.Create(culture));
        string[] expected =
        [
            """{"name":"3.10","imageName":"alpine:3.20","entrypoint":["sleep","1.50","42","2026-01-01T00:00:00Z"],"cpu":2,"memory":4,"disk":8}""",
            """{"name":"20250101","imageName":"alpine:3.20","entrypoint":["it's","a, b","Iıİié","-0x1F"]}""",
            """{"name":"plain/a","imageName":"alpine:3.20"}""",
            """{"name":"last","imageName":"alpine:3.20"}""",
        ];
        foreach ((string file, string list) in Lists)
        {
            Write(file, list);
            RunIn($"Sync-DaytonaSnapshot {file} -ThrottleLimit 1").AssertSucceeded();
            Assert.Equal(expected, Requests.Where(static request => request.Method == "POST").Select(static request => request.Body));

            Assert.All(RunIn($"Sync-DaytonaSnapshot {file}").AssertSucceeded().Output, static change => Assert.Equal("None", change.Properties["Action"].Value.ToString()));
            Assert.Empty(Changes);
            foreach (LocalSnapshot snapshot in Server.Snapshots.ToArray()) Server.Remove(snapshot);
        }
    }

    [Theory]
    [InlineData("New-DaytonaSnapshot a alpine:3.20 -Entrypoint sleep, 1.5, -2.5, 7")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = 'alpine:3.20'; Entrypoint = 'sleep', 1.5, -2.5, 7 } | New-DaytonaSnapshot")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = 'alpine:3.20'; Entrypoint = 'sleep', 1.5, -2.5, 7 } | Sync-DaytonaSnapshot")]
    [InlineData("@{ Name = 'a'; Image = 'alpine:3.20'; Entrypoint = 'sleep', 1.5, -2.5, 7 } | Sync-DaytonaSnapshot")]
    public void Numbers_of_an_entrypoint_have_no_culture(string command)
    {
        Shell.Set("culture", Cultures.Create("ar-SA"));

        RunIn(command).AssertSucceeded();

        Assert.Contains("\"entrypoint\":[\"sleep\",\"1.5\",\"-2.5\",\"7\"]", Assert.Single(Requests, static request => request.Method == "POST").Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list.psd1", "@{ Name = 3.10; Image = 'a:1' }", "Name: 3.10 is not a text. Put it in quotes.")]
    [InlineData("list.json", """{ "Name": 3.10, "Image": "a:1" }""", "Name: 3.10 is not a text. Put it in quotes.")]
    [InlineData("list.psd1", "@{ Name = 'a'; Image = 'a:1'; Entrypoint = 'sleep', 1.50 }", "Entrypoint: 1.50 is not a text.")]
    [InlineData("list.json", """{ "Name": "a", "Image": "a:1", "Entrypoint": ["sleep", 1e3] }""", "Entrypoint: 1e3 is not a text.")]
    [InlineData("list.psd1", "@{ Name = 'a'; Image = 'a:1'; GpuType = $true }", "GpuType: $true is not a text.")]
    [InlineData("list.json", """{ "Name": "a", "Image": "a:1", "SandboxClass": false }""", "SandboxClass: false is not a text.")]
    [InlineData("list.psd1", "@{ Name = 'a'; name = 'b'; Image = 'a:1' }", "can't be read: line 1: ")]
    [InlineData("list.json", """{ "Name": "a", "name": "b", "Image": "a:1" }""", "'name' is given more than once in one object.")]
    [InlineData("list.csv", "Name,Image,name\na,a:1,b", "the column 'Name' is given more than once.")]
    [InlineData("list.csv", "Name,Image\na,a:1,b", "line 2 has more cells than there are columns.")]
    [InlineData("list.csv", "Name,Image\na,\"a:1", "line 2 has a quote that is not closed.")]
    [InlineData("list.csv", "Name,Image\n\"a\"b,a:1", "line 2 has text after a closing quote.")]
    [InlineData("list.csv", "Name,Image\na,\"6\"\" x", "line 2 has a quote that is not closed.")]
    [InlineData("list.csv", "Name;Image\na;a:1", "Separate the columns with commas.")]
    [InlineData("list.json", """[{ "Name": "a", /* comment */ "Image": "a:1" }]""", "can't be read: line 1: ")]
    [InlineData("list.json", """[{ "Name": "a", "Image": "a:1" },]""", "can't be read: line 1: ")]
    [InlineData("list.json", "{ 'Name': 'a' }", "can't be read: line 1: ")]
    [InlineData("list.json", "[{ \"Name\": \"a\", \"Image\": \"a:1\" }", "can't be read: line 1: ")]
    [InlineData("list.json", "[[{ \"Name\": \"a\", \"Image\": \"a:1\" }]]", "is not a definition.")]
    [InlineData("list.json", "[1]", "'1' is not a definition.")]
    [InlineData("list.json", """{ "Snapshots": [], "Prefix": "a" }""", "'Prefix' is beside Snapshots")]
    [InlineData("list.psd1", "using namespace System\n@{ Name = 'a'; Image = 'a:1' }", "line 1 is more than data.")]
    [InlineData("list.psd1", "param($x)\n@{ Name = 'a'; Image = 'a:1' }", "line 1 is more than data.")]
    [InlineData("list.psd1", "begin { 1 } end { @{ Name = 'a'; Image = 'a:1' } }", "line 1 is more than data.")]
    [InlineData("list.psd1", "trap { continue }\n@{ Name = 'a'; Image = 'a:1' }", "line 1 is more than data.")]
    [InlineData("list.psd1", "@{ Name = 'a'; Image = 'a:1' } > out.txt", "line 1 is more than data.")]
    [InlineData("list.psd1", "@( @{ Name = 'a'; Image = 'a:1' } > out.txt )", "line 1 is more than data.")]
    [InlineData("list.psd1", "@( trap { continue }\n@{ Name = 'a'; Image = 'a:1' } )", "line 1 is more than data.")]
    [InlineData("list.psd1", "@{ Name = \"a$(Get-Date)\"; Image = 'a:1' }", "line 1 is more than data.")]
    [InlineData("list.psd1", "@{ Name = 'a' + 'b'; Image = 'a:1' }", "line 1 is more than data.")]
    [InlineData("list.psd1", "@{ Name = $env:NAME; Image = 'a:1' }", "line 1 is more than data.")]
    public void What_is_not_text_or_not_data_is_refused(string file, string content, string problem)
    {
        Write(file, content);

        ErrorRecord error = Run($"Sync-DaytonaSnapshot {file}").AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument);

        Assert.Contains(problem, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Requests);
    }

    [Theory]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("latin1", "not UTF-8")]
    public void A_list_that_is_not_UTF_8_is_refused(string encoding, string problem)
    {
        foreach ((string file, string list) in Lists)
        {
            byte[] preamble = encoding == "utf-16" ? [0xFF, 0xFE] : [];
            File.WriteAllBytes(Path.Combine(Folder, file), [.. preamble, .. Encoding.GetEncoding(encoding).GetBytes(list)]);

            string error = Run($"Sync-DaytonaSnapshot {file}").AssertFailed("InvalidDefinition", ErrorCategory.InvalidArgument).ToString();

            Assert.Contains($"The file is {problem} text. Save it as UTF-8.", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_a_list()
    {
        Write("list.csv", "\uFEFFName,Image\na,alpine:3.20");
        Write("list.json", "\uFEFF[{ \"Name\": \"a\", \"Image\": \"alpine:3.20\" }]");
        Write("list.psd1", "\uFEFF@{ Name = 'a'; Image = 'alpine:3.20' }");

        Run("Sync-DaytonaSnapshot list.csv; Sync-DaytonaSnapshot list.json; Sync-DaytonaSnapshot list.psd1").AssertSucceeded();

        Assert.Single(Changes);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Name = 3.10; Image = 'alpine:3.20' } | New-DaytonaSnapshot")]
    [InlineData("[pscustomobject]@{ Name = 3.10; Image = 'alpine:3.20' } | Sync-DaytonaSnapshot")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = 3.10 } | New-DaytonaSnapshot")]
    [InlineData("[pscustomobject]@{ Name = 'a'; Image = [datetime]'2026-01-01' } | Sync-DaytonaSnapshot")]
    [InlineData("[pscustomobject]@{ Name = 3.10 } | Get-DaytonaSnapshot")]
    public void A_number_whose_text_is_lost_is_no_text(string command) =>
        Assert.Contains("not a text. Put it in quotes.", Run(command).Error.ToString(), StringComparison.Ordinal);

    [Fact]
    public void An_argument_is_the_text_that_was_typed()
    {
        Run("New-DaytonaSnapshot 3.10 alpine:3.20 -SandboxClass container").AssertSucceeded();

        Assert.NotNull(Server.Find("3.10"));
    }

    [Theory]
    [InlineData("list.psd1", "@{ Name = 'a'; Dockerfile = 'Dockerfile'; BuildArgument = @{ PORT = 8080 } }", "8080")]
    [InlineData("list.json", """{ "Name": "a", "Dockerfile": "Dockerfile", "BuildArgument": { "PORT": 8080 } }""", "8080")]
    [InlineData("list.psd1", "@{ Name = 'a'; Dockerfile = 'Dockerfile'; BuildArgument = @{ PORT = 80.10 } }", null)]
    [InlineData("list.json", """{ "Name": "a", "Dockerfile": "Dockerfile", "BuildArgument": { "PORT": true } }""", null)]
    public void Build_arguments_of_a_file_are_text(string file, string content, string? value)
    {
        Write("Dockerfile", "FROM alpine:3.20\nARG PORT\nRUN echo $PORT\n");
        Write(file, content);

        Outcome outcome = Run($"Sync-DaytonaSnapshot {file}");

        if (value is null) Assert.Contains("'PORT' is not a text", outcome.Error.ToString(), StringComparison.Ordinal);
        else Assert.Contains(value, Assert.Single(Requests, static request => request.Method == "POST").Body, StringComparison.Ordinal);
    }

    private Outcome RunIn(string command) => Run($"[Threading.Thread]::CurrentThread.CurrentCulture = $culture; {command}");
}
