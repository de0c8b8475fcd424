using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Tests.Errors;

/// <summary>Brings about situations that end in errors.</summary>
public abstract partial class ErrorSituationTest : BuildTest
{
    /// <summary>Runs the command of a situation.</summary>
    /// <returns>The identifier and the text of its error.</returns>
    private protected (string Id, string Text) Provoke(ErrorSituation situation)
    {
        WriteFiles();
        if (situation.Line.Contains(".tar", StringComparison.Ordinal)) WriteArchives();
        SetVariables();
        Shell.Host.IsInteractive = situation.IsInteractive;
        PSObject connection = Shell.Run("Connect-Daytona -ApiKey $key -ApiUrl $url -SkipCheck -OperationTimeout 60").AssertSucceeded().Single;
        ConnectionClock.Set(connection, situation.HurriesClock ? new Client.Tests.HurriedClock() : new Client.Tests.AcceleratedClock(20));
        Shell.UseConnection(connection);
        Shell.Run("foreach ($it in 'Registry', 'Region', 'Organization') { $PSDefaultParameterValues[\"*-Daytona${it}:Connection\"] = $connection }").AssertSucceeded();
        Server.Options.FailedLoginLimit = null;
        situation.Arrange?.Invoke(Server);

        Outcome outcome = RunIn(situation.Environment ?? new Dictionary<string, string>(), situation.Line);

        ErrorRecord error = outcome.Error;
        return (error.FullyQualifiedErrorId.Split(',')[0], Stable(error.ToString()));
    }

    private Outcome RunIn(IReadOnlyDictionary<string, string> environment, string line)
    {
        Dictionary<string, string?> before = environment.Keys.ToDictionary(static name => name, Environment.GetEnvironmentVariable);
        foreach ((string name, string value) in environment)
        {
            Environment.SetEnvironmentVariable(name, value
                .Replace("{folder}", Folder, StringComparison.Ordinal)
                .Replace("{server}", Server.ApiUrl.Authority, StringComparison.Ordinal));
        }

        try
        {
            return Shell.Run(line);
        }
        finally
        {
            foreach ((string name, string? value) in before) Environment.SetEnvironmentVariable(name, value);
        }
    }

    private void WriteFiles()
    {
        Write("app.py", "print('hello')\n");
        Write("Dockerfile", "FROM alpine:3.20\nCOPY app.py /app.py\n");
        Write("empty.Dockerfile", "");
        File.WriteAllText(Write("utf16.Dockerfile", ""), "FROM alpine:3.20\n", System.Text.Encoding.Unicode);
        Write("snapshots.psd1", "@( @{ Name = 'agents/a'; Image = 'alpine:3.20' }, @{ Name = 'agents/b'; Image = 'alpine:3.20' } )");
        Write("mistake.psd1", "@{ Name = 'agents/a'; Image = 'alpine:3.20'; Memroy = 2 }");
        Write("empty.psd1", "@{ Snapshots = @() }");
    }

    private void WriteArchives()
    {
        byte[] archive = File.ReadAllBytes(ImageArchive.Write(Path.Combine(Folder, "image.tar")));
        File.WriteAllBytes(Path.Combine(Folder, "broken.tar"), archive[..(archive.Length / 2)]);
        File.WriteAllBytes(Path.Combine(Folder, "image.tar.zst"), [0x28, 0xB5, 0x2F, 0xFD, 0, 0]);
        ImageArchive.Write(Path.Combine(Folder, "two.tar"), "linux", "a:1", "b:1");
        ImageArchive.Write(Path.Combine(Folder, "windows.tar"), "windows");
    }

    private void SetVariables()
    {
        Shell.Set("key", Secret(Server.ApiKey));
        Shell.Set("wrong", Secret("dtn_wrong"));
        Shell.Set("broken", Secret("dtn_one dtn_two"));
        Shell.Set("url", Server.ApiUrl);
        Shell.Set("root", new Uri(Server.ApiUrl, "/"));
        Shell.Set("https", $"https://127.0.0.1:{Server.ApiUrl.Port}/api");
        Shell.Set("credential", new PSCredential("robot", Secret("not-a-secret")));
        Shell.Set("empty", new PSCredential("robot", Secret("")));
        Shell.Set("token", Secret(Server.AddAccessToken("bob", Server.DefaultOrganization)));
        Shell.Set("organization", Server.DefaultOrganization.Id);
        Shell.Set("user", Shell.Run("Connect-Daytona -AccessToken $token -OrganizationId $organization -ApiUrl $url -SkipCheck").AssertSucceeded().Single);
    }

    // What differs from run to run.
    private string Stable(string text)
    {
        string stable = Port().Replace(text.Replace(Folder, "/home/me", StringComparison.Ordinal), "127.0.0.1:3000");
        foreach ((int number, LocalRegistry registry) in Server.Registries.Index()) stable = stable.Replace($"{registry.Id}", $"{number + 1:00000000}-7d2a-4c55-9d0e-2f6f1c0b8a31", StringComparison.Ordinal);
        stable = CopyName().Replace(stable, "daytona-image-1f0a53c2.tar");
        stable = Time().Replace(Suffix().Replace(stable, ".update-1f0a53c2"), "10:30:00");
        return stable.Length <= 600 ? stable : stable[..600] + "...";
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d{2,}")]
    private static partial Regex Port();

    [GeneratedRegex(@"\d{1,2}:\d\d:\d\d( [AP]M)?")]
    private static partial Regex Time();

    [GeneratedRegex(@"daytona-image-[0-9a-f]{32}\.tar")]
    private static partial Regex CopyName();

    [GeneratedRegex(@"\.update-[0-9a-f]{8}")]
    private static partial Regex Suffix();
}
