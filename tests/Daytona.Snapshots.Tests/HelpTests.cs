using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Xml.Linq;

namespace Daytona.Snapshots.Tests;

/// <summary>The help that is committed says what the cmdlets are. Where it does not: build.ps1 -Task Docs.</summary>
public sealed class HelpTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly IReadOnlyDictionary<string, CmdletInfo> Cmdlets = ReadCmdlets();
    private static readonly IReadOnlyDictionary<string, XElement> Help = ReadHelp();

    public static TheoryData<string> Names => [.. Cmdlets.Keys];

    [Fact]
    public void Help_is_there_for_each_cmdlet_and_for_nothing_else() => Assert.Equal(Cmdlets.Keys.Order(), Help.Keys.Order());

    [Fact]
    public void Each_cmdlet_has_a_page_and_each_page_a_cmdlet() =>
        Assert.Equal(Cmdlets.Keys.Order(), FilesIn("docs/en-US", "*-*.md").Order());

    [Fact]
    public void Each_topic_has_its_text() =>
        Assert.Equal(
            FilesIn("docs/en-US", "about_*.md").Order(),
            FilesIn("en-US", "about_*.help.txt").Select(name => name.Replace(".help", "", StringComparison.Ordinal)).Order());

    [Fact]
    public void Nothing_is_left_to_fill_in()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ProjectFiles.Root, "docs/en-US")).Concat(Directory.EnumerateFiles(Path.Combine(ProjectFiles.Root, "en-US"))))
        {
            // ${{ … }} is GitHub's.
            Assert.DoesNotMatch(@"(?<!\$)\{\{", File.ReadAllText(file));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_cmdlet_has_a_synopsis_a_description_and_examples(string name)
    {
        XElement help = Help[name];
        Assert.False(string.IsNullOrWhiteSpace(help.Element(Command + "details")?.Element(Maml + "description")?.Value));
        Assert.False(string.IsNullOrWhiteSpace(help.Element(Maml + "description")?.Value));
        Assert.Contains(help.Descendants(Dev + "code"), code => !string.IsNullOrWhiteSpace(code.Value));
    }

    [Theory, MemberData(nameof(Names))]
    public void Help_has_the_parameter_sets_of_the_code(string name)
    {
        IEnumerable<string> expected = Cmdlets[name].ParameterSets.Select(set => JoinLines(set.Parameters.Where(IsOwn).Select(
            parameter => InSet(
                parameter.Name,
                parameter.IsMandatory,
                parameter.Position < 0 ? "named" : $"{parameter.Position}",
                PipelineInput(parameter)))));
        IEnumerable<string> actual = Help[name].Descendants(Command + "syntaxItem").Select(item => JoinLines(item.Elements(Command + "parameter").Select(
            parameter => InSet(
                NameOf(parameter),
                (bool)parameter.Attribute("required")!,
                (string)parameter.Attribute("position")!,
                (string)parameter.Attribute("pipelineInput")!))));
        Assert.Equal(expected.Order(), actual.Order());

        static string InSet(string name, bool required, string position, string pipelineInput) =>
            $"{name}: required {required}, position {position}, pipeline input {pipelineInput}";
    }

    [Theory, MemberData(nameof(Names))]
    public void Help_has_the_parameters_of_the_code(string name)
    {
        IEnumerable<string> expected = Cmdlets[name].ParameterSets.SelectMany(set => set.Parameters).Where(IsOwn).DistinctBy(parameter => parameter.Name)
            .Select(parameter => InAll(
                parameter.Name,
                (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType).Name,
                parameter.Aliases,
                parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any()));
        IEnumerable<string> actual = ParametersIn(Help[name]).Select(parameter => InAll(
            NameOf(parameter),
            parameter.Element(Dev + "type")!.Element(Maml + "name")!.Value,
            ((string)parameter.Attribute("aliases")!).Split(", ").Except(["none"]),
            (bool)parameter.Attribute("globbing")!));
        Assert.Equal(expected.Order(), actual.Order());

        static string InAll(string name, string type, IEnumerable<string> aliases, bool wildcards) =>
            $"{name}: {type}, aliases {string.Join(' ', aliases.Order(StringComparer.Ordinal))}, wildcards {wildcards}";
    }

    [Theory, MemberData(nameof(Names))]
    public void Each_parameter_has_a_description(string name) =>
        Assert.All(ParametersIn(Help[name]), parameter => Assert.False(
            string.IsNullOrWhiteSpace(parameter.Element(Maml + "description")?.Value), $"-{NameOf(parameter)} has none."));

    [Theory, MemberData(nameof(Names))]
    public void Each_mandatory_parameter_says_at_its_prompt_what_it_is(string name) =>
        Assert.All(Cmdlets[name].ParameterSets.SelectMany(static set => set.Parameters).Where(static it => it.IsMandatory), static parameter =>
            Assert.EndsWith(".", parameter.HelpMessage, StringComparison.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void Help_online_is_the_page_of_the_cmdlet(string name)
    {
        string page = Cmdlets[name].ImplementingType.GetCustomAttribute<CmdletAttribute>()!.HelpUri;

        Assert.EndsWith($"/blob/main/docs/en-US/{name}.md", page, StringComparison.Ordinal);
        Assert.StartsWith(ProjectFiles.Read("Daytona.Snapshots.psd1").Split("ProjectUri   = '")[1].Split('\'')[0], page, StringComparison.Ordinal);
        // The first link of the help, if it has any, comes before that of the cmdlet.
        Assert.Equal(page, Help[name].Descendants(Maml + "uri").Select(static uri => uri.Value).FirstOrDefault(static uri => uri.Length > 0, page));
    }

    private static IEnumerable<XElement> ParametersIn(XElement help) => help.Element(Command + "parameters")!.Elements(Command + "parameter");

    private static string NameOf(XElement parameter) => parameter.Element(Maml + "name")!.Value;

    private static string JoinLines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static string PipelineInput(CommandParameterInfo parameter) =>
        (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByPropertyName, ByValue)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    // All that PowerShell itself gives to a cmdlet, save what comes with SupportsShouldProcess.
    private static bool IsOwn(CommandParameterInfo parameter) => !Cmdlet.CommonParameters.Contains(parameter.Name);

    private static IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(ProjectFiles.Root, folder), pattern).Select(file => Path.GetFileNameWithoutExtension(file)!);

    private static Dictionary<string, XElement> ReadHelp() =>
        XDocument.Load(Path.Combine(ProjectFiles.Root, "en-US", "Daytona.Snapshots.dll-Help.xml")).Root!.Elements(Command + "command")
            .ToDictionary(command => command.Element(Command + "details")!.Element(Command + "name")!.Value);

    private static Dictionary<string, CmdletInfo> ReadCmdlets()
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("Import-Module").AddParameter("Name", Path.Combine(ProjectFiles.Root, "Daytona.Snapshots.psd1"))
            .AddStatement().AddCommand("Get-Command").AddParameter("Module", "Daytona.Snapshots").AddParameter("CommandType", CommandTypes.Cmdlet);
        var cmdlets = shell.Invoke<CmdletInfo>().ToDictionary(cmdlet => cmdlet.Name);
        Assert.Empty(shell.Streams.Error);
        // Read now: the sets are made in the runspace.
        foreach (CmdletInfo cmdlet in cmdlets.Values) _ = cmdlet.ParameterSets.Count;
        return cmdlets;
    }
}
